/** `docker-compose.services.yml` of the practice project. */
export const servicesFile = `# Always running: docker compose -f docker-compose.services.yml up -d
services:
  mlflow:
    image: ghcr.io/mlflow/mlflow:v2.14.1
    command: mlflow server --host 0.0.0.0 --backend-store-uri postgresql://mlflow@postgres/mlflow --artifacts-destination s3://mlflow
    restart: always
    ports:
      - "5050:5000"
    environment:
      MLFLOW_S3_ENDPOINT_URL: http://minio:9000
    depends_on:
      postgres:
        condition: service_healthy
      minio:
        condition: service_healthy
    healthcheck:
      test: curl -fs http://localhost:5000/health
      interval: 30s

  postgres:
    image: postgres:15-alpine
    command: postgres
    restart: always
    ports:
      - "5432:5432"
    environment:
      POSTGRES_USER: mlflow
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD}
      POSTGRES_DB: mlflow
    volumes:
      - postgres:/var/lib/postgresql/data
    healthcheck:
      test: pg_isready -U mlflow
      interval: 10s

  minio:
    image: minio/minio:RELEASE.2024-05-10T01-41-38Z
    command: minio server /data --console-address :9001
    restart: always
    ports:
      - "9000:9000"
    environment:
      MINIO_ROOT_USER: mlflow
      MINIO_ROOT_PASSWORD: \${MINIO_ROOT_PASSWORD}
    volumes:
      - minio:/data
    healthcheck:
      test: curl -fs http://localhost:9000/minio/health/live
      interval: 30s

  grafana:
    image: grafana/grafana:10.4.2
    command: /run.sh
    restart: always
    ports:
      - "3000:3000"
    volumes:
      - grafana:/var/lib/grafana
    depends_on:
      - prometheus
    healthcheck:
      test: wget -q --spider http://localhost:3000/api/health
      interval: 15s

  prometheus:
    image: prom/prometheus:v2.52.0
    command: /bin/prometheus --config.file=/etc/prometheus/prometheus.yml
    restart: always
    ports:
      - "9090:9090"
    volumes:
      - prometheus:/prometheus

volumes:
  postgres:
  minio:
  grafana:
  prometheus:
`;

/** `docker-compose.jobs.yml` of the practice project. */
export const jobsFile = `# On demand: docker compose -f docker-compose.jobs.yml run --build training
services:
  training:
    build:
      context: .
      dockerfile: Dockerfile.training
    command: python -m flows.training_flow
    environment:
      MLFLOW_TRACKING_URI: http://mlflow:5000
    volumes:
      - ./logs:/app/logs

  prediction:
    build:
      context: .
      dockerfile: Dockerfile.prediction
    command: python -m flows.prediction_flow
    environment:
      MLFLOW_TRACKING_URI: http://mlflow:5000
    volumes:
      - ./logs:/app/logs
`;

const dockerfile = (job: string): string => `FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
CMD ["python", "-m", "flows.${job}_flow"]
`;

/** The files of the project besides its logs, by path. */
export const projectFiles: Readonly<Record<string, string>> = {
	'docker-compose.services.yml': servicesFile,
	'docker-compose.jobs.yml': jobsFile,
	'.env': 'POSTGRES_PASSWORD=practice\nMINIO_ROOT_PASSWORD=practice\n',
	'Dockerfile.training': dockerfile('training'),
	'Dockerfile.prediction': dockerfile('prediction'),
	'requirements.txt': 'lightgbm==4.3.0\nmlflow==2.14.1\npandas==2.2.2\npyodbc==5.1.0\n',
};
