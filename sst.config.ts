/// <reference path="./.sst/platform/config.d.ts" />
export default $config({
  app(input) {
    return {
      name: "ashiato",
      home: "aws",
      removal: input.stage === "production" ? "retain" : "remove",
      providers: { aws: { region: "ap-northeast-1" } },
    };
  },
  async run() {
    const lake = new sst.aws.Bucket("Lake");
    return { lake: lake.name };
  },
});
