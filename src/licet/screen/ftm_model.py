"""What of the FollowTheMoney model is read, and what is ignored by name (`read_ftm`)."""

from __future__ import annotations

TOP = frozenset({
    "id", "schema", "properties", "caption", "datasets", "referents", "target", "first_seen", "last_seen",
    "last_change", "origin",
})  # fmt: skip
PARTIES = frozenset(("Person", "LegalEntity", "Company", "Organization", "PublicBody"))
ADDRESS, SANCTION, OWNERSHIP = "Address", "Sanction", "Ownership"
IDENTITY = frozenset(("Identification", "Passport"))
IGNORED = frozenset({
    "Airplane", "Analyzable", "Article", "Assessment", "Asset", "Associate", "Audio", "BankAccount", "Call",
    "Contract", "ContractAward", "CourtCase", "CourtCaseParty", "CryptoWallet", "Debt", "Directorship", "Document",
    "Documentation", "EconomicActivity", "Email", "Employment", "Event", "Family", "Folder", "HyperText", "Image",
    "Interest", "Interval", "License", "Membership", "Mention", "Message", "Note", "Occupancy", "Package", "Page",
    "Pages", "Payment", "PlainText", "Position", "Post", "Project", "ProjectParticipant", "RealEstate",
    "Representation", "Risk", "Security", "Similar", "Succession", "Table", "TaxRoll", "Thing", "Trip",
    "UnknownLink", "UserAccount", "Value", "Vehicle", "Vessel", "Video", "Workbook",
})  # fmt: skip
ALIASES = ("alias", "previousName", "weakAlias", "abbreviation")
COUNTRIES = ("mainCountry", "country", "jurisdiction", "nationality", "citizenship")
IDENTIFIERS = (
    "registrationNumber", "taxNumber", "idNumber", "innCode", "ogrnCode", "kppCode", "okpoCode", "leiCode", "vatCode",
    "dunsCode", "uscCode", "swiftBic", "bikCode", "cikCode", "npiCode", "cageCode", "uniqueEntityId", "permId",
    "bvdId", "imoNumber", "passportNumber", "socialSecurityNumber", "isinCode", "giiNumber", "wikidataId", "qidUri",
)  # fmt: skip
PLACED = frozenset(("name", "address", "addressEntity", *ALIASES, *COUNTRIES, *IDENTIFIERS))
