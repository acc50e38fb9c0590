"""AWS services that take on roles, as policies name them."""

SERVICES = frozenset(
    f"{name}.amazonaws.com"
    for name in """
    access-analyzer account acm acm-pca airflow airflow-env amplify apigateway appflow
    application-autoscaling
    ecs.application-autoscaling dynamodb.application-autoscaling rds.application-autoscaling
    lambda.application-autoscaling
    appmesh apprunner build.apprunner tasks.apprunner appstream appsync athena auditmanager
    autoscaling autoscaling-plans backup backup-gateway batch bedrock bedrock-agentcore billing
    billingconsole budgets ce chatbot chime cloud9 cloudformation cloudfront cloudhsm cloudsearch
    cloudtrail cloudwatch cloudwatch-crossaccount codeartifact codebuild codecommit codedeploy
    codepipeline codestar-notifications cognito-idp cognito-sync cognito-identity
    compute-optimizer config config-conforms config-multiaccountsetup connect controltower
    costalerts cost-optimization-hub cur bcm-data-exports databrew dataexchange datapipeline
    datasync dax delivery.logs deepracer detective devops-guru directconnect dlm dms ds dynamodb
    ec2 ec2fleet spot spotfleet ecr ecr-public pullthroughcache.ecr replication.ecr ecs ecs-tasks
    edgelambda eks eks-fargate-pods eks-nodegroup pods.eks elasticache elasticbeanstalk
    elasticfilesystem elasticloadbalancing logdelivery.elasticloadbalancing elasticmapreduce
    elastictranscoder emr-containers events export.rds fargate firehose fis fms forecast
    frauddetector fsx gamelift glacier globalaccelerator glue grafana greengrass guardduty health
    iam identitystore imagebuilder importexport inspector inspector2 internetmonitor iot
    iotanalytics iotevents ivs kafka kafkaconnect kendra kinesis kinesisanalytics
    lakeformation lambda lex lexv2 license-manager lightsail logger.cloudfront logging.s3 logs
    macie malware-protection.guardduty malware-protection-plan.guardduty managedservices
    mediaconvert medialive mediapackage mediastore member.org.stacksets.cloudformation
    stacksets.cloudformation memorydb mgn mobiletargeting monitoring monitoring.rds mq network-firewall
    networkmanager notifications observability omics opensearchservice opensearchserverless
    es opsworks organizations outposts payments personalize pinpoint pipes polly profile
    purchaseorders qbusiness quicksight ram rds events.rds preview.rds redshift redshift-serverless
    rekognition reporting.trustedadvisor resiliencehub resource-explorer-2 resource-groups
    robomaker rolesanywhere route53 route53domains route53resolver s3 batchoperations.s3
    storage-lens.s3 s3-object-lambda sagemaker scheduler schemas secretsmanager securityhub
    securitylake apidestinations.events serverlessrepo servicecatalog servicediscovery
    serviceeventing servicequotas ses shield signer signin sms sns sqs ssm ssm-contacts ssm-incidents
    ssm-quicksetup sso states storagegateway streams.metrics.cloudwatch sts support
    swf synthetics synthetics.cloudwatch tagpolicies.tag tagging textract timestream
    timestream-influxdb transcribe transfer translate translate trustedadvisor user-subscriptions verified-access
    vpc-flow-logs vpc-lattice voiceid vmie waf waf-regional wafv2 wellarchitected workdocs
    workmail workspaces workspaces-web xray replicator.lambda elasticache.application-autoscaling
    custom-resource.application-autoscaling resource-explorer datazone deadline cassandra
    osis es.osis cleanrooms internal-ecs-tasks credentials.iot q.apprunner
    sagemaker.application-autoscaling kafka.application-autoscaling
    """.split()
)
