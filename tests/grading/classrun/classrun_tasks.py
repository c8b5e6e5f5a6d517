"""Tasks for tests of the workers: in a module, since they are called in another process."""

import os
import sys
import time


def echo(data):
    return data


def number_of_process():
    return str(os.getpid()).encode()


def die():
    os._exit(3)


def hang():
    time.sleep(600)


def fail():
    raise ValueError("expected a test")


def print_and_read():
    sys.stdout.write("forged\n")
    sys.stdout.flush()
    return os.read(0, 10)
