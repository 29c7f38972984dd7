"""Calls of a local stage by boto3, as an operator's script makes them: prints what it saw as JSON."""

import json
import os
import sys

import boto3
from botocore.exceptions import ClientError

endpoint = os.environ["AWS_ENDPOINT_URL"]


def client(name):
    return boto3.client(name, endpoint_url=endpoint)


seen = {"boto3": boto3.__version__}

s3 = client("s3")
s3.put_object(Bucket=os.environ["LAKE"], Key="boto3/a b.txt", Body=b"hello")
body = s3.get_object(Bucket=os.environ["LAKE"], Key="boto3/a b.txt")["Body"]
seen["s3"] = body.read().decode()
s3.delete_object(Bucket=os.environ["LAKE"], Key="boto3/a b.txt")

sqs = client("sqs")
queue = os.environ["DEAD_QUEUE"]
sent = sqs.send_message_batch(
    QueueUrl=queue,
    Entries=[
        {"Id": "one", "MessageBody": "<1>", "MessageAttributes": {"n": {"DataType": "Number", "StringValue": "1"}}},
        {"Id": "two", "MessageBody": "&2"},
    ],
)
received = sqs.receive_message(
    QueueUrl=queue, MaxNumberOfMessages=10, AttributeNames=["All"], MessageAttributeNames=["All"]
)["Messages"]
seen["sqs"] = {
    "sent": [entry["Id"] for entry in sent["Successful"]],
    "bodies": sorted(message["Body"] for message in received),
    "attributes": [message["MessageAttributes"]["n"]["StringValue"] for message in received if "MessageAttributes" in message],
    "counts": sorted({message["Attributes"]["ApproximateReceiveCount"] for message in received}),
}
for message in received:
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
try:
    sqs.get_queue_url(QueueName="Absent")
except sqs.exceptions.QueueDoesNotExist as error:
    seen["sqs"]["absent"] = error.response["Error"]["Code"]

seen["states"] = [
    machine["stateMachineArn"] for machine in client("stepfunctions").list_state_machines()["stateMachines"]
]

redshift = client("redshift-data")
statement = redshift.execute_statement(
    WorkgroupName=os.environ["WORKGROUP"],
    Database=os.environ["DATABASE"],
    SecretArn=os.environ["WAREHOUSE_SECRET"],
    Sql="SELECT 1 + 1 AS two",
)["Id"]
while redshift.describe_statement(Id=statement)["Status"] not in ("FINISHED", "FAILED", "ABORTED"):
    pass
seen["redshift"] = redshift.get_statement_result(Id=statement)["Records"]

invoked = client("lambda").invoke(FunctionName=os.environ["STORE"], Payload=b"{}")
seen["lambda"] = json.loads(invoked["Payload"].read())["messages"]

logs = client("logs")
groups = logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/")["logGroups"]
[group] = [each["logGroupName"] for each in groups if "StoreFunction" in each["logGroupName"]]
events = []
while not events:
    events = logs.filter_log_events(logGroupName=group, filterPattern='{ $.message = "store" }')["events"]
seen["logs"] = events[-1]["message"]

seen["sts"] = client("sts").get_caller_identity()["Account"]

seen["absent"] = {}
for name, call in [
    ("ec2", lambda each: each.describe_instances()),
    ("elasticache", lambda each: each.describe_cache_clusters()),
    ("kinesis", lambda each: each.list_streams()),
    ("apigateway", lambda each: each.get_rest_apis()),
    ("route53", lambda each: each.list_hosted_zones()),
]:
    try:
        call(client(name))
    except ClientError as error:
        seen["absent"][name] = error.response["Error"]

json.dump(seen, sys.stdout)
