"""The command line: click, and nothing else. Each command imports its own rooms when it runs."""
from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from sync_guard import __version__
from sync_guard.errors import DEFECT
from sync_guard.errors import USAGE
from sync_guard.errors import UsageError
from sync_guard.finding import LEVELS

_CONTEXT = {'help_option_names': ['-h', '--help']}


@click.group(context_settings=_CONTEXT)
@click.version_option(__version__, prog_name='sync-guard')
def cli() -> None:
    """Keep Supabase migrations and the Prisma schema in step.

    Runs as `git sync-guard COMMAND` too. Needs no database, no Node and no network.
    """


@cli.command()
@click.argument('range_', metavar='[RANGE]', required=False)
@click.option('--staged', is_flag=True, help='Check what is staged (the default).')
@click.option('--base', metavar='REF', help='Check HEAD against its merge base with REF.')
@click.option('--all', 'everything', is_flag=True, help='Check the whole index; all counts.')
@click.option('--level', type=click.Choice(LEVELS), help='How exact (default: configuration).')
@click.option(
    '--format', 'format_', type=click.Choice(['text', 'json']), default='text', show_default=True,
)
@click.option('--stats', is_flag=True, help='Say what was parsed, cached, and how long it took.')
def check(
        range_: str | None,
        staged: bool,
        base: str | None,
        everything: bool,
        level: str | None,
        format_: str,
        stats: bool,
) -> int:
    """Check staged changes, or those of RANGE (A..B, A...B or one commit).

    Exits with 0 when in step, 1 when something blocks, 2 for usage or configuration.
    """
    from sync_guard.commands.check import check as run

    if sum((bool(range_), staged, bool(base), everything)) > 1:
        raise UsageError('choose one of RANGE, --staged, --base and --all')
    return run(
        os.getcwd(), os.environ, sys.stdout,
        range_=range_, staged=staged, base=base, everything=everything,
        level=level, format_=format_, stats=stats,
    )


@cli.command()
@click.option(
    '--format', 'format_', type=click.Choice(['json', 'sql']), default='json', show_default=True,
)
def show(format_: str) -> int:
    """Print the catalog that the migrations of the working tree build."""
    from sync_guard.commands.show import show as run

    return run(os.getcwd(), os.environ, sys.stdout, format_=format_)


@cli.command()
def install() -> int:
    """Put the git hooks in place, in front of any that are there already."""
    from sync_guard.commands.install import install as run

    return run(os.getcwd(), os.environ, sys.stdout)


@cli.command()
def uninstall() -> int:
    """Take the git hooks away again and restore what was there before."""
    from sync_guard.commands.install import uninstall as run

    return run(os.getcwd(), os.environ, sys.stdout)


@cli.command()
@click.argument('rule', required=False)
def explain(rule: str | None) -> int:
    """Say what RULE means and what to do; without RULE, list all rules."""
    from sync_guard.commands.explain import explain as run

    return run(rule, sys.stdout)


@cli.command()
@click.option('--keep', is_flag=True, help='Leave the throw-away repository in place.')
def demo(keep: bool) -> int:
    """Block an unsynced commit in a throw-away repository, mend it, and pass."""
    from sync_guard.commands.demo import demo as run

    return run(os.environ, sys.stdout, keep=keep)


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code; never a traceback for what a user can mend."""
    return _reporting_errors(lambda: cli.main(
        args=arguments, prog_name='sync-guard', standalone_mode=False,
    ))


def _reporting_errors(run: Callable[[], int | None]) -> int:
    for stream in (sys.stdout, sys.stderr):
        # A terminal or log that cannot show a character shows an escape instead of failing.
        if hasattr(stream, 'reconfigure'):
            stream.reconfigure(errors='backslashreplace')
    try:
        return run() or 0
    except UsageError as error:
        click.echo(f'sync-guard: {error}', err=True)
        return USAGE
    except click.UsageError as error:
        error.show()
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        return 130
    except BrokenPipeError:
        # The reader (head, less) has had enough; python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        from sync_guard.report.defect import report_defect

        report_defect(sys.stderr)
        return DEFECT


if __name__ == '__main__':
    raise SystemExit(main())
