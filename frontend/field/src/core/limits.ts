/** How long texts may be that the server takes, as its description says (`docs/api/v1.json`); a test holds these against it. */
export const LONGEST_FINDING = 500;
