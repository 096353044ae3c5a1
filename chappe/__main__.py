"""`python -m chappe` is `chappe`."""

from chappe.cli import main

if __name__ == "__main__":
    main()
