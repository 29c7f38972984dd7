// Redshift Serverless requires addresses in three zones. It reaches S3 and Glue by itself, so the network has
// no gateway, no NAT and no inbound access.
const network = new aws.ec2.Vpc("WarehouseNetwork", { cidrBlock: "10.20.0.0/24", enableDnsHostnames: true });

const zones = aws.getAvailabilityZonesOutput({ state: "available" }).names;

export const subnetIds = [0, 1, 2].map(
  (index) =>
    new aws.ec2.Subnet(`WarehouseSubnet${index + 1}`, {
      vpcId: network.id,
      cidrBlock: `10.20.0.${index * 64}/26`,
      availabilityZone: zones.apply((names) => {
        const zone = names[index];
        if (!zone) {
          throw new Error(
            `Redshift Serverless needs 3 availability zones; the region has ${names.join(", ")}`,
          );
        }
        return zone;
      }),
    }).id,
);

export const closed = new aws.ec2.SecurityGroup("WarehouseSecurityGroup", {
  vpcId: network.id,
  description: "Nobody connects to the warehouse: the Data API is its only door",
  ingress: [],
  egress: [],
});
