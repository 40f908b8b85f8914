"""Talks to a SQL Server through pymssql or pytds: a JSON description on stdin, a JSON answer for each step on stdout."""

import datetime
import decimal
import json
import sys
import uuid


def plain(value):
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (decimal.Decimal, uuid.UUID)):
        return str(value)
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    return value


def open_pymssql(asked):
    import pymssql

    connection = pymssql.connect(
        server="practice", port=asked["port"], user=asked["user"], password=asked["password"], database=asked["database"],
        tds_version="7.3", login_timeout=asked["patience"], timeout=asked["timeout"],
    )
    return connection, lambda value: pymssql.output(str, value)


def open_pytds(asked):
    import pytds

    secure = {}
    if asked["encryption"] != "off":
        secure = {"cafile": asked["ca"], "validate_host": True, "enc_login_only": asked["encryption"] == "request"}
    connection = pytds.connect(
        dsn="localhost", port=asked["port"], user=asked["user"], password=asked["password"],
        database=asked["database"], autocommit=False, login_timeout=asked["patience"], timeout=asked["timeout"], **secure,
    )
    return connection, lambda value: pytds.output(param_type="nvarchar(100)", value=value)


def given(value):
    """JSON has no dates and no exact numbers, so these are named."""
    if not isinstance(value, dict):
        return value
    (kind, text), = value.items()
    return {
        "datetime": datetime.datetime.fromisoformat,
        "decimal": decimal.Decimal,
        "uuid": uuid.UUID,
        "bytes": bytes.fromhex,
    }[kind](text)


def take(step, connection, cursor, output):
    if "end" in step:
        getattr(connection, step["end"])()
        return {}
    if "query" in step:
        cursor.execute(step["query"], tuple(given(value) for value in step.get("with", [])) or None)
        return {"rows": [[plain(value) for value in row] for row in cursor.fetchall()]}
    arguments = [output(value["output"]) if isinstance(value, dict) and "output" in value else given(value)
                 for value in step["with"]]
    values = cursor.callproc(step["call"], tuple(arguments))
    if step.get("rows"):
        if cursor.description is None:
            cursor.nextset()
        return {"rows": [[plain(value) for value in row] for row in cursor.fetchall()]}
    status = cursor.returnvalue if hasattr(cursor, "returnvalue") else cursor.get_proc_return_status()
    return {"values": [plain(value) for value in values], "status": status}


def attempt(step, connection, cursor, output):
    try:
        return take(step, connection, cursor, output)
    except Exception as error:
        number = getattr(error, "number", None)
        if number is None and error.args and isinstance(error.args[0], int):
            number = error.args[0]
        return {"error": number, "kind": type(error).__name__, "text": str(error)}


def main():
    asked = json.load(sys.stdin)
    try:
        connection, output = {"pymssql": open_pymssql, "pytds": open_pytds}[asked["client"]](asked)
    except Exception as error:
        json.dump([{"kind": type(error).__name__, "text": str(error)}], sys.stdout)
        return
    cursor = connection.cursor()
    json.dump([attempt(step, connection, cursor, output) for step in asked["steps"]], sys.stdout)


main()
