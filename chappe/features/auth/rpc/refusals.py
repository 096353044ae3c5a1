"""Ways in that this server does not offer, each with its reason."""

from chappe.rpc.method import refuse

NO_PASSKEYS = "there are no passkeys here: they belong to a domain of the web"
NO_FIREBASE = "codes are not sent through Google's and Apple's services"
NO_FEE = "no code costs a fee here"

refuse(
    "auth.importWebTokenAuthorization",
    400,
    "API_ID_INVALID",
    "no other site signs people in here",
)
refuse("auth.requestFirebaseSms", 406, "SEND_CODE_UNAVAILABLE", NO_FIREBASE)
refuse("auth.initFirebasePnvLogin", 406, "SEND_CODE_UNAVAILABLE", NO_FIREBASE)
refuse("auth.finishFirebasePnvLogin", 406, "SEND_CODE_UNAVAILABLE", NO_FIREBASE)
refuse("auth.firebasePnvSignUp", 406, "SEND_CODE_UNAVAILABLE", NO_FIREBASE)
refuse("auth.checkPaidAuth", 406, "SEND_CODE_UNAVAILABLE", NO_FEE)
refuse("auth.initPasskeyLogin", 400, "CREDENTIAL_INVALID", NO_PASSKEYS)
refuse("auth.finishPasskeyLogin", 400, "CREDENTIAL_INVALID", NO_PASSKEYS)
refuse("account.initPasskeyRegistration", 403, "ACCESS_DENIED", NO_PASSKEYS)
refuse("account.registerPasskey", 400, "CREDENTIAL_INVALID", NO_PASSKEYS)
refuse("account.deletePasskey", 400, "CREDENTIAL_INVALID", NO_PASSKEYS)
