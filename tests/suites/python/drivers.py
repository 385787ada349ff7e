"""Uses each program of programs.tsv, reduced to what runs here: settings and files are ours, the program's code is not.

Each function receives the folder of the program, runs it and prints what it does.
"""

import io
import os
import pathlib
import runpy
import sys
import types

from environment import SECRET_ID, SECRET_KEY

BUCKET = "examplebucket-1250000000"
REGION = "ap-guangzhou"


def write(path, content):
    """Write a file, and its folders."""
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return str(path)


def module(name, **members):
    """Provide a module that the program imports, and that is not part of what is run."""
    made = types.ModuleType(name)
    vars(made).update(members)
    sys.modules[name] = made


def settings(**values):
    """Configure Django."""
    from django.conf import settings as django

    django.configure(**values)


def attempt(what, call, *args, **kwargs):
    """Print what a call returns, or the class and the code of what it raises."""
    try:
        print(what, call(*args, **kwargs))
    except Exception as error:
        code = error.get_error_code() if hasattr(error, "get_error_code") else ""
        print(what, type(error).__name__, code)


def script(path, *changes):
    """Run a script whose settings are constants."""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    here = pathlib.Path("script.py")
    here.write_text(text, encoding="utf-8")
    runpy.run_path(str(here), run_name="__main__")


def coscmd(_folder):
    """The command line of COS: each command in a process of its own, with one thread for files."""
    from coscmd import cos_cmd

    content = bytes(range(256)) * 40
    write("small.txt", content)
    write("folder/a.txt", b"a" * 10)
    write("folder/sub/b.txt", b"b" * 20)
    with open("large.bin", "wb") as file:
        file.truncate(21 * 1024 * 1024 + 5)
    config = ["config", "-a", SECRET_ID, "-s", SECRET_KEY, "-b", BUCKET, "-r", REGION, "-m", "1"]
    commands = [
        config,
        ["upload", "small.txt", "dir/small.txt"],
        ["upload", "-H", '{"x-cos-meta-a": "1", "Content-Type": "text/x"}', "small.txt", "meta.txt"],
        ["upload", "-r", "folder", "tree"],
        ["upload", "-s", "-r", "folder", "tree"],
        ["upload", "large.bin", "large.bin"],
        ["upload", "missing.txt", "missing.txt"],
        ["list", "-a"],
        ["list", "-r", "tree"],
        ["info", "meta.txt"],
        ["copy", f"{BUCKET}.cos.{REGION}.myqcloud.com/dir/small.txt", "copied.txt"],
        ["move", f"{BUCKET}.cos.{REGION}.myqcloud.com/copied.txt", "moved.txt"],
        ["download", "dir/small.txt", "back.txt"],
        ["download", "-f", "-r", "tree", "back"],
        ["download", "large.bin", "back.bin"],
        ["download", "none.txt", "none.txt"],
        ["info", "none.txt"],
        ["delete", "-f", "moved.txt"],
        ["delete", "-r", "-f", "tree"],
        ["list", "-r"],
    ]
    for command in commands:
        print("==", command[0], *command[-2:] if command is not config else (), flush=True)
        sys.argv = ["coscmd", *command]
        process = os.fork()
        if process == 0:
            print("result", cos_cmd.command_thread(), flush=True)
            os._exit(0)
        os.waitpid(process, 0)
    print([pathlib.Path(one).read_bytes() == content for one in ("small.txt", "back.txt")])
    print(sorted(str(one) for one in pathlib.Path("back").rglob("*.txt")), os.path.getsize("back.bin"))


def scfcli(folder):
    """The client for functions; the packages that hold its settings are not part of it."""

    class Operation:
        def __init__(self, *_args, **_kwargs):
            pass

        def __getattr__(self, _name):
            return lambda: None

    class UserConfig:
        region, secret_id, secret_key, appid = REGION, SECRET_ID, SECRET_KEY, "1250000000"

    for name in ("tcfcli", "tcfcli.common"):
        module(name)
    module("tcfcli.common.user_config", UserConfig=UserConfig)
    module("tcfcli.common.user_exceptions", UploadToCosFailed=type("UploadToCosFailed", (Exception,), {}))
    module("tcfcli.common.operation_msg", Operation=Operation)
    client = runpy.run_path(f"{folder}/tcfcli/libs/utils/cos_client.py")["CosClient"]()
    with open("large.zip", "wb") as file:
        file.truncate(22 * 1024 * 1024)
    attempt("bucket", client.get_bucket, BUCKET)
    attempt("no bucket", client.get_bucket, "nosuchbucket-1250000000")
    attempt("create", client.create_bucket, "made-1250000000")
    attempt("upload", client.upload_file2cos, BUCKET, b"zip" * 1000, "code/function.zip")
    attempt("parts", client.upload_file2cos2, BUCKET, "large.zip", "code/large.zip")
    listed = client.get_object_list(BUCKET, "code/")
    print([(one["Key"], one["Size"]) for one in listed["Contents"]])
    # It calls a helper of the SDK as an older version had it, and returns the exception.
    print(type(client.copy_object(BUCKET, "code/function.zip", "code/copy.zip")).__name__)
    attempt("refused", client.upload_file2cos, "nosuchbucket-1250000000", b"x", "k")


def dify(folder):
    """A storage of dify."""
    config = {
        "TENCENT_COS_BUCKET_NAME": BUCKET,
        "TENCENT_COS_REGION": REGION,
        "TENCENT_COS_SECRET_ID": SECRET_ID,
        "TENCENT_COS_SECRET_KEY": SECRET_KEY,
        "TENCENT_COS_SCHEME": "https",
        "TENCENT_COS_CUSTOM_DOMAIN": None,
    }
    module("configs", dify_config=types.SimpleNamespace(**config))
    module("extensions")
    module("extensions.storage")
    module("extensions.storage.base_storage", BaseStorage=object)
    storage = runpy.run_path(f"{folder}/tencent_cos_storage.py")["TencentCosStorage"]()
    storage.save("upload_files/a.txt", b"content" * 3000)
    print(storage.exists("upload_files/a.txt"), storage.exists("none"))
    print(len(storage.load_once("upload_files/a.txt")))
    print([len(piece) for piece in storage.load_stream("upload_files/a.txt")])
    storage.download("upload_files/a.txt", "target")
    print(os.path.getsize("target"))
    storage.delete("upload_files/a.txt")
    attempt("deleted", storage.load_once, "upload_files/a.txt")


def django_storage_qcloud(_folder):
    """A storage of Django."""
    options = {"Region": REGION, "SecretId": SECRET_ID, "SecretKey": SECRET_KEY, "Bucket": BUCKET}
    settings(QCLOUD_STORAGE_OPTION=options, MEDIA_ROOT="/srv/media", STATIC_ROOT="/srv/static", BASE_DIR="/srv")
    from django.core.files.base import ContentFile
    from django_storage_qcloud.storage import QcloudMediaStorage, QcloudStorage

    for storage in (QcloudStorage(), QcloudMediaStorage()):
        print(storage.save("dir/name.txt", ContentFile(b"text of a file")), storage.exists("dir/name.txt"))
        print(storage.size("dir/name.txt"), storage.url("dir/name.txt"), storage.exists("none"))
    with QcloudStorage().open("dir/name.txt") as file:
        print(file.read())
    for storage in (QcloudStorage(), QcloudMediaStorage()):
        storage.delete("dir/name.txt")
        print(storage.exists("dir/name.txt"))


def django_tencentcos_storage(_folder):
    """Another storage of Django."""
    config = {"Region": REGION, "SecretId": SECRET_ID, "SecretKey": SECRET_KEY}
    settings(TENCENTCOS_STORAGE={"BUCKET": BUCKET, "CONFIG": config, "UPLOAD_PART_SIZE": 1, "UPLOAD_MAX_THREAD": 2})
    from django.core.files.base import ContentFile, File
    from tencentcos_storage import TencentCOSStorage

    storage = TencentCOSStorage()
    # Its get_available_name is for an older Django.
    print(storage._save("dir/name.txt", ContentFile(b"text of a file")), storage.exists("dir/name.txt"))
    print(storage._save("dir/large", File(io.BytesIO(b"x" * 2500000))), storage.size("dir/large"))
    print(storage.url("dir/\u4e2d name.txt"), storage.exists("none"))
    print(storage.open("dir/name.txt").read(), storage.listdir("dir"))
    storage.delete("dir/name.txt")
    storage.delete("dir/large")
    print(storage.exists("dir/name.txt"))
    attempt("deleted", lambda: storage.open("dir/name.txt").read())


def tracer(_folder):
    """The buckets of a project tracker."""
    settings(TENCENT_COS_ID=SECRET_ID, TENCENT_COS_KEY=SECRET_KEY)
    from utils.tencent import cos

    bucket = "tracer-1250000000"
    attempt("create", cos.create_bucket, bucket, REGION)
    attempt("again", cos.create_bucket, bucket, REGION)
    print(cos.upload_file(bucket, REGION, io.BytesIO(b"image" * 100), "a.png"))
    for name in ("b.png", "c.png", "d/e.png"):
        cos.upload_file(bucket, REGION, io.BytesIO(b"image"), name)
    print({name: cos.check_file(bucket, REGION, "a.png")[name] for name in ("Content-Length", "ETag")})
    attempt("none", cos.check_file, bucket, REGION, "none.png")
    attempt("delete", cos.delete_file, bucket, REGION, "a.png")
    attempt("delete many", cos.delete_file_list, bucket, REGION, [{"Key": "b.png"}])
    attempt("delete bucket", cos.delete_bucket, bucket, REGION)
    attempt("delete bucket again", cos.delete_bucket, bucket, REGION)


def qcloud_cos_sync(_folder):
    """A mirror of a local folder."""
    from qCloud_COS_Sync import COS

    for name in ("index.html", "notes/one.html", "notes/two.html", ".hidden", "tool.py"):
        write(f"site/{name}", name.encode())
    cos = COS(
        appid=1250000000,
        secret_id=SECRET_ID,
        secret_key=SECRET_KEY,
        region_info=REGION,
        bucket_name="examplebucket",
        root="site",
        ignoreFolders=["__pycache__"],
    )
    cos.sync(maxAge=60)
    os.remove("site/notes/two.html")
    cos.sync()
    print(sorted(cos.read("")))


def cp2oss(folder):
    """A script that uploads a folder by a pool of threads."""
    for number in range(6):
        write(f"logs/{number}.log", b"line\n" * number)
    changes = [("'/root/logs'", "'logs'"), ("examplebucket-125000000", BUCKET), ("'ap-beijing'", f"'{REGION}'")]
    path = f"{folder}/test/batch-upload-cos.py"
    script(path, *changes)
    write("logs/new.log", b"new")
    script(path, *changes)


def typora_qcloud_cos(_folder):
    """Uploads images for an editor."""
    names = {
        "secret_id": SECRET_ID,
        "secret_key": SECRET_KEY,
        "region": REGION,
        "token": "None",
        "scheme": "https",
        "bucket": BUCKET,
    }
    lines = "".join(f'<property name="{name}" value="{value}"/>' for name, value in names.items())
    write(".typora_cos/config.xml", f"<configuration>{lines}</configuration>".encode())
    # Its library for images is not needed to tell their format here.
    module("PIL", Image=types.SimpleNamespace(open=lambda _file: types.SimpleNamespace(format="PNG")))
    images = [write(f"{number}.png", b"\x89PNG" + bytes([number])) for number in range(2)]
    sys.argv = ["qcloud.py", *images]
    runpy.run_module("typora_cos.qcloud", run_name="__main__")
    sys.argv = ["qcloud.py", images[0]]
    runpy.run_module("typora_cos.qcloud", run_name="__main__")


def txad20(folder):
    """A script that uploads a table by a request of its own."""
    write("submission.csv", b"id,age\n1,2\n")
    changes = [
        ("secret_id = ''", f"secret_id = '{SECRET_ID}'"),
        ("secret_key = ''", f"secret_key = '{SECRET_KEY}'"),
        ("'ap-shanghai'", f"'{REGION}'"),
        ("Bucket=''", f"Bucket='{BUCKET}'"),
    ]
    script(f"{folder}/cosupload.py", *changes)
