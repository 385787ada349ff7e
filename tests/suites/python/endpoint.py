"""How both libraries reach the stand-in: http or https, by COS's own hosts."""

import functools

import urllib3.connection
from environment import HOSTS


def connect_to(addresses):
    """Let connections of urllib3 to hosts of COS go to the stand-in: those of Tencent's SDK, and of the program.

    `addresses`: HOST:PORT by the port of COS.
    """
    create = urllib3.connection.connection.create_connection

    def replaced(wanted, *args, **kwargs):
        if HOSTS.search(wanted[0]) and wanted[1] in addresses:
            host, _, port = addresses[wanted[1]].rpartition(":")
            wanted = host, int(port)
        return create(wanted, *args, **kwargs)

    urllib3.connection.connection.create_connection = replaced


def add_defaults(module, defaults):
    """Give CosConfig of a library more defaults: a function returns those for the arguments that were given."""
    original = module.CosConfig.__init__

    @functools.wraps(original)
    def init(self, *args, **kwargs):
        original(self, *args, **{**defaults(kwargs), **kwargs})

    module.CosConfig.__init__ = init
