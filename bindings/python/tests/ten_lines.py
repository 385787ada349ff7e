import sys

from cos_err import CosConfig, CosException, CosS3Client, CosServiceError

config = CosConfig(Region="ap-guangzhou", Scheme="http", ConnectTo=sys.argv[1], Anonymous=True)
try:
    CosS3Client(config).head_bucket(Bucket="missing-1250000000")
except CosServiceError as error:
    print(error.get_status_code(), error.code, error.request_id != "", error.advice)
except CosException as error:
    sys.exit(f"{error.text}\n{error.advice}")
