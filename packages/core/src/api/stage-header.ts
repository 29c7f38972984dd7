/** Header that names the stage in answers that accept or reject reports. */
export const stageHeader = "ashiato-stage";
