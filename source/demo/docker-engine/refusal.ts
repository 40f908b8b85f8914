/** An answer of the Engine that is not the one asked for: its HTTP status and its sentence. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}
