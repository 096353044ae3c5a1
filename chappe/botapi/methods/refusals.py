"""What this server does not offer, and why."""

from chappe.botapi.method import refuse

refuse("this server does not offer passports", "setPassportDataErrors")
