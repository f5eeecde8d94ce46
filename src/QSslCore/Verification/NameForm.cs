namespace QSslCore.Verification;

/// <summary>The forms of a GeneralName, by the number of its tag (RFC 5280, section 4.2.1.6).</summary>
internal enum NameForm
{
    OtherName = 0,
    Email = 1,
    Dns = 2,
    X400Address = 3,
    Directory = 4,
    EdiParty = 5,
    Uri = 6,
    Address = 7,
    RegisteredId = 8,
}
