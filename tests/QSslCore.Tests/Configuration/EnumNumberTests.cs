namespace QSslCore.Tests.Configuration;

/// <summary>Enums have Qt's numbers, which stand in logs and in casts.</summary>
public sealed class EnumNumberTests
{
    public static TheoryData<Type, string> Enums => new()
    {
        { typeof(KeyType), "PrivateKey 0, PublicKey 1" },
        { typeof(EncodingFormat), "Pem 0, Der 1" },
        { typeof(KeyAlgorithm), "Opaque 0, Rsa 1, Dsa 2, Ec 3, Dh 4, MlDsa 5" },
        { typeof(AlternativeNameEntryType), "EmailEntry 0, DnsEntry 1, IpAddressEntry 2" },
        {
            typeof(SslProtocol),
            "UnknownProtocol -1, TlsV1_0 0, TlsV1_1 1, TlsV1_2 2, AnyProtocol 3, SecureProtocols 4, TlsV1_0OrLater 5, TlsV1_1OrLater 6, "
            + "TlsV1_2OrLater 7, DtlsV1_0 8, DtlsV1_0OrLater 9, DtlsV1_2 10, DtlsV1_2OrLater 11, TlsV1_3 12, TlsV1_3OrLater 13"
        },
        {
            typeof(SslOption),
            "None 0, DisableEmptyFragments 1, DisableSessionTickets 2, DisableCompression 4, DisableServerNameIndication 8, "
            + "DisableLegacyRenegotiation 16, DisableSessionSharing 32, DisableSessionPersistence 64, DisableServerCipherPreference 128"
        },
        {
            typeof(SubjectInfo),
            "Organization 0, CommonName 1, LocalityName 2, OrganizationalUnitName 3, CountryName 4, StateOrProvinceName 5, "
            + "DistinguishedNameQualifier 6, SerialNumber 7, EmailAddress 8"
        },
        { typeof(PatternSyntax), "RegularExpression 0, Wildcard 1, FixedString 2" },
        { typeof(DiffieHellmanError), "NoError 0, InvalidInputDataError 1, UnsafeParametersError 2" },
    };

    [Theory]
    [MemberData(nameof(Enums))]
    public void Numbers_are_qts(Type type, string members) => Assert.Equal(members, string.Join(", ", Enum.GetValues(type).Cast<Enum>()
        .Select(value => (Name: value.ToString(), Number: Convert.ToInt32(value, null))).OrderBy(member => member.Number)
        .Select(member => $"{member.Name} {member.Number}")));
}
