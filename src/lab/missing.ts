/** Something that the lab needs and has not got; the message says how to get it. */
export class Missing extends Error {}
