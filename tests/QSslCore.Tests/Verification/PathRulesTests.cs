using QSslCore.Tests.Support;
using QSslCore.Verification;

namespace QSslCore.Tests.Verification;

/// <summary>Usages, extensions, lengths and times: each rule both ways.</summary>
public sealed class PathRulesTests
{
    private const string ServerGatedMicrosoft = "1.3.6.1.4.1.311.10.3.3", ServerGatedNetscape = "2.16.840.1.113730.4.1",
        AnyPurpose = "2.5.29.37.0";
    private const string NetscapeType = "2.16.840.1.113730.1.1";

    [Fact]
    public void A_good_path_has_no_faults()
    {
        QSslCertificate[] path = [.. TestPki.Server.Chain, TestPki.Root.Certificate];
        Assert.Empty(PathRules.Check(path, true, new(PeerUsage.ServerAuthentication, DateTimeOffset.UtcNow, 1)));
        Assert.Empty(MadePath.Faults([MadePath.Leaf(), MadePath.Middle(), MadePath.Root()]));
        Assert.Empty(MadePath.Faults([MadePath.Leaf()]));
        Assert.Empty(PathRules.Check([], false, new(PeerUsage.Any, MadePath.Now, 0)));
    }

    /// <summary>The roots that people trust, as they are: none is refused for how it was made.</summary>
    [Fact]
    public void The_systems_roots_follow_the_rules()
    {
        // Administrators put certificates there that issue nothing, to be trusted for themselves.
        QSslCertificate[] roots = [.. QSslConfiguration.SystemCaCertificates().Where(root => root.IsAuthority)];
        if (roots.Length == 0)
            Assert.Skip("this system has no authorities (package ca-certificates)");
        Assert.All(roots, root =>
        {
            QSslCertificate[] path = [TestPki.Server.Certificate, root];
            Assert.Empty(MadePath.Errors(path, time: root.EffectiveDate!.Value).Where(error => error.Certificate == root)
                .Select(error => error.ErrorString));
        });
    }

    [Theory]
    [InlineData(true, true, MadePath.ServerPurpose)]
    [InlineData(false, false, MadePath.ServerPurpose)]
    [InlineData(false, true, MadePath.ClientPurpose)]
    [InlineData(true, false, MadePath.ClientPurpose)]
    [InlineData(true, true, MadePath.ClientPurpose, MadePath.ServerPurpose)]
    [InlineData(true, true, AnyPurpose)]
    [InlineData(false, true, ServerGatedMicrosoft)]
    [InlineData(false, true, ServerGatedNetscape)]
    [InlineData(false, true, "1.3.6.1.5.5.7.3.3")]
    public void Purposes_of_each_certificate_count(bool isGood, bool isServer, params string[] purposes)
    {
        PeerUsage usage = isServer ? PeerUsage.ServerAuthentication : PeerUsage.ClientAuthentication;
        (string, byte[]) extension = (MadePath.ExtendedKeyUsage, Encoded.Oids(purposes));
        (SslErrorCode, int)[] At(int place) => isGood ? [] : [(SslErrorCode.InvalidPurpose, place)];
        Assert.Equal(At(0), MadePath.Faults([MadePath.Leaf(extension), MadePath.Middle(), MadePath.Root()], usage));
        Assert.Equal(At(1), MadePath.Faults([MadePath.Leaf(), MadePath.Middle(extension), MadePath.Root()], usage));
        Assert.Equal(At(2), MadePath.Faults([MadePath.Leaf(), MadePath.Middle(), MadePath.Root(extension)], usage));
        Assert.Empty(MadePath.Faults([MadePath.Leaf(extension), MadePath.Middle(extension), MadePath.Root(extension)], PeerUsage.Any));
    }

    [Theory]
    [InlineData(0x80, true, true)]
    [InlineData(0x20, true, false)]
    [InlineData(0x08, true, true)]
    [InlineData(0x04, false, false)]
    [InlineData(0x40, false, false)]
    [InlineData(0x00, false, false)]
    public void The_key_of_a_leaf_may_prove_who_it_is(byte bits, bool isServer, bool isClient)
    {
        QSslCertificate[] path = [MadePath.Leaf((MadePath.KeyUsage, Encoded.KeyUsage(bits))), MadePath.Middle(), MadePath.Root()];
        (SslErrorCode, int)[] refused = [(SslErrorCode.InvalidPurpose, 0)];
        Assert.Equal(isServer ? [] : refused, MadePath.Faults(path));
        Assert.Equal(isClient ? [] : refused, MadePath.Faults(path, PeerUsage.ClientAuthentication));
        Assert.Empty(MadePath.Faults(path, PeerUsage.Any));
    }

    [Theory]
    [InlineData(0x40, true, false)]
    [InlineData(0x80, false, true)]
    [InlineData(0x20, false, false)]
    public void Netscapes_type_of_a_leaf_counts(byte bits, bool isServer, bool isClient)
    {
        QSslCertificate[] path = [MadePath.Leaf((NetscapeType, Encoded.KeyUsage(bits))), MadePath.Middle(), MadePath.Root()];
        Assert.Equal(isServer, MadePath.Faults(path).Length == 0);
        Assert.Equal(isClient, MadePath.Faults(path, PeerUsage.ClientAuthentication).Length == 0);
    }

    public static TheoryData<string> Authorities => ["nothing", "no authority", "may not sign", "version 1", "leaf"];

    [Theory, MemberData(nameof(Authorities))]
    public void An_authority_says_that_it_is_one(string what)
    {
        QSslCertificate middle = what switch
        {
            "nothing" => MadePath.Certificate("Middle", "Root").Build(),
            "no authority" => MadePath.Certificate("Middle", "Root", (MadePath.BasicConstraints, Encoded.BasicConstraints(false))).Build(),
            "may not sign" => MadePath.Certificate(
                "Middle", "Root", (MadePath.BasicConstraints, Encoded.BasicConstraints(true)), (MadePath.KeyUsage, Encoded.KeyUsage(0x80)))
                    .Build(),
            "version 1" => MadePath.Fill(new() { Version = 1 }, "Middle", "Root").Build(),
            _ => MadePath.Certificate("Middle", "Root", (MadePath.KeyUsage, Encoded.KeyUsage(0x80))).Build(),
        };
        QSslCertificate[] path = [MadePath.Leaf(), middle, MadePath.Root()];
        Assert.Equal([(SslErrorCode.InvalidCaCertificate, 1)], MadePath.Faults(path, PeerUsage.Any));
        Assert.Equal([(SslErrorCode.InvalidCaCertificate, 1), (SslErrorCode.InvalidPurpose, 1)], MadePath.Faults(path));
    }

    [Fact]
    public void An_old_root_is_trusted_for_what_it_is()
    {
        QSslCertificate leaf = MadePath.Certificate("Leaf", "Root").Build();
        Assert.Empty(MadePath.Faults([leaf, MadePath.Fill(new() { Version = 1 }, "Root", "Root").Build()]));
        Assert.Empty(MadePath.Faults([leaf, MadePath.Certificate("Root", "Root", (MadePath.KeyUsage, Encoded.KeyUsage(0x04))).Build()]));
        Assert.Contains((SslErrorCode.InvalidCaCertificate, 1), MadePath.Faults([leaf, MadePath.Certificate("Root", "Root").Build()]));
        Assert.Contains((SslErrorCode.InvalidCaCertificate, 1), MadePath.Faults(
            [leaf, MadePath.Certificate("Root", "Root", (MadePath.BasicConstraints, Encoded.BasicConstraints(false))).Build()]));
    }

    [Fact]
    public void Lengths_are_kept()
    {
        QSslCertificate Limited(string subject, string issuer, int? length) => MadePath.Certificate(
            subject, issuer, (MadePath.BasicConstraints, Encoded.BasicConstraints(true, length))).Build();
        QSslCertificate leaf = MadePath.Certificate("Leaf", "B").Build();
        QSslCertificate[] Path(int? a, int? root) => [leaf, Limited("B", "A", 0), Limited("A", "Root", a), Limited("Root", "Root", root)];
        Assert.Empty(MadePath.Faults(Path(1, 2)));
        Assert.Equal([(SslErrorCode.PathLengthExceeded, 2)], MadePath.Faults(Path(0, null)));
        Assert.Equal([(SslErrorCode.PathLengthExceeded, 3)], MadePath.Faults(Path(null, 1)));
        Assert.Equal([(SslErrorCode.PathLengthExceeded, 2), (SslErrorCode.PathLengthExceeded, 3)], MadePath.Faults(Path(0, 0)));
        // An authority's new key does not count, and the leaf never does.
        Assert.Empty(MadePath.Faults([MadePath.Certificate("Leaf", "A").Build(), Limited("A", "A", 0), Limited("A", "Root", 0),
            Limited("Root", "Root", 1)]));

        Assert.Empty(MadePath.Faults(Path(null, null), maxDepth: 2));
        Assert.Equal([(SslErrorCode.ChainTooLong, 2)], MadePath.Faults(Path(null, null), maxDepth: 1));
        Assert.Equal([(SslErrorCode.ChainTooLong, 2)], MadePath.Faults(Path(null, null)[..3], maxDepth: 1, endsAtAnchor: false));
    }

    [Theory]
    [InlineData("1.2.3.4", false)]
    [InlineData("2.5.29.14", false)]
    [InlineData("2.5.29.35", false)]
    [InlineData("1.3.6.1.4.1.11129.2.4.3", false)]
    [InlineData("1.3.6.1.5.5.7.1.14", false)]
    [InlineData(MadePath.ExtendedKeyUsage, true)]
    public void What_is_critical_is_understood(string oid, bool isGood)
    {
        byte[] value = oid == MadePath.ExtendedKeyUsage ? Encoded.Oids(MadePath.ServerPurpose) : oid == "2.5.29.14" ? [4, 1, 7] : [0x30, 0];
        CertificateWriter Writer(bool isCritical) => new() { Critical = isCritical ? [oid] : [] };
        (string, byte[])[] authority = [(MadePath.BasicConstraints, Encoded.BasicConstraints(true)), (oid, value)];
        QSslCertificate[] Path(bool isCritical, int at) =>
        [
            MadePath.Fill(Writer(isCritical && at == 0), "Leaf", "Middle", (oid, value)).Build(),
            MadePath.Fill(Writer(isCritical && at == 1), "Middle", "Root", authority).Build(),
            MadePath.Fill(Writer(isCritical && at == 2), "Root", "Root", authority).Build(),
        ];
        Assert.Empty(MadePath.Faults(Path(false, 0)));
        for (int at = 0; at < 3; at++)
            Assert.Equal(isGood ? [] : [(SslErrorCode.UnhandledCriticalExtension, at)], MadePath.Faults(Path(true, at)));
    }

    [Fact]
    public void A_certificate_is_well_formed()
    {
        byte[] constraints = Encoded.BasicConstraints(false);
        AssertMalformed(MadePath.Leaf((MadePath.BasicConstraints, constraints), (MadePath.BasicConstraints, constraints)));
        AssertMalformed(MadePath.Leaf(("1.2.3", constraints), ("1.2.3", constraints)));
        AssertMalformed(MadePath.Fill(new() { HasExtensions = true }, "Leaf", "Middle").Build());
        AssertMalformed(MadePath.Fill(new() { Version = 1 }, "Leaf", "Middle", ("1.2.3", constraints)).Build());
        AssertMalformed(MadePath.Fill(new() { Version = 4 }, "Leaf", "Middle").Build());
        AssertMalformed(QSslCertificate.FromDer([0x30, 0x03, 0x02, 0x01, 0x01]));
        foreach (string oid in (string[])[
            MadePath.BasicConstraints, "2.5.29.14", "2.5.29.35", "2.5.29.17", "2.5.29.31", "2.5.29.32"])
            AssertMalformed(MadePath.Leaf((oid, [0x05, 0x00])));
        AssertMalformed(MadePath.Leaf((MadePath.BasicConstraints, Convert.FromHexString("30030201FF"))));
        // What cannot be read allows nothing either.
        (string, byte[])[] usages = [(MadePath.ExtendedKeyUsage, Encoded.Oids()), (MadePath.KeyUsage, [5, 0]), (NetscapeType, [5, 0])];
        Assert.All(usages, usage => Assert.Equal(
            [(SslErrorCode.InvalidCertificate, 0), (SslErrorCode.InvalidPurpose, 0)], MadePath.Faults([MadePath.Leaf(usage)])));
        // Nothing is fetched from where it points.
        Assert.Empty(MadePath.Faults([MadePath.Leaf(("1.3.6.1.5.5.7.1.1", [5, 0]))]));
    }

    [Fact]
    public void A_certificate_is_valid_from_its_first_second_to_its_last()
    {
        DateTimeOffset start = new(2029, 1, 1, 0, 0, 0, TimeSpan.Zero), end = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
        QSslCertificate[] path = [Timed("170D3239303130313030303030305A", "170D3331303130313030303030305A")];
        Assert.Empty(MadePath.Faults(path, time: start));
        Assert.Empty(MadePath.Faults(path, time: end));
        Assert.Equal([(SslErrorCode.CertificateNotYetValid, 0)], MadePath.Faults(path, time: start.AddSeconds(-1)));
        Assert.Equal([(SslErrorCode.CertificateExpired, 0)], MadePath.Faults(path, time: end.AddSeconds(1)));
    }

    [Fact]
    public void Each_certificate_is_told_when_it_is_out_of_time_the_leaf_last() => Assert.Equal(
        [(SslErrorCode.CertificateExpired, 2), (SslErrorCode.CertificateExpired, 1), (SslErrorCode.CertificateExpired, 0)],
        MadePath.Faults([MadePath.Leaf(), MadePath.Middle(), MadePath.Root()], time: MadePath.Now.AddYears(40)));

    [Theory]
    [InlineData("170B323930313031303030305A")]
    [InlineData("170D3239303130313030303030302B")]
    [InlineData("17113239303130313030303030302B30313030")]
    [InlineData("170D3239313330313030303030305A")]
    [InlineData("180F32303239303133323030303030305A")]
    [InlineData("181132303239303130313030303030302E355A")]
    [InlineData("0500")]
    [InlineData("1700")]
    public void Times_are_written_in_one_way(string time)
    {
        const string Good = "170D3239303130313030303030305A", Later = "170D3331303130313030303030305A";
        Assert.Equal([(SslErrorCode.InvalidNotBeforeField, 0)], MadePath.Faults([Timed(time, Later)]));
        Assert.Equal([(SslErrorCode.InvalidNotAfterField, 0)], MadePath.Faults([Timed(Good, time)]));
        Assert.Equal([(SslErrorCode.InvalidNotBeforeField, 0), (SslErrorCode.InvalidNotAfterField, 0)],
            MadePath.Faults([Timed(time, time)]));
    }

    [Fact]
    public void No_fault_hides_another()
    {
        byte[] sha1 = Encoded.Sequence(Encoded.Oid("1.2.840.10045.4.1"));
        CertificateWriter writer = new() { Algorithm = sha1, Critical = ["1.2.3"], Validity = Encoded.Sequence([5, 0], [5, 0]) };
        QSslCertificate leaf = MadePath.Fill(
            writer, "Leaf", "Middle", ("1.2.3", [5, 0]), ("1.2.3", [5, 0]), (MadePath.ExtendedKeyUsage, Encoded.Oids("1.2.3"))).Build();
        Assert.Equal(
            [
                SslErrorCode.InvalidCertificate, SslErrorCode.UnhandledCriticalExtension, SslErrorCode.InvalidPurpose,
                SslErrorCode.CertificateSignatureTooWeak, SslErrorCode.InvalidNotBeforeField, SslErrorCode.InvalidNotAfterField,
            ],
            MadePath.Faults([leaf, MadePath.Middle(), MadePath.Root()]).Select(fault => fault.Code));
    }

    [Theory]
    [InlineData("Example  Org ", "example org", true)]
    [InlineData("Example Org", "ExampleOrg", false)]
    [InlineData("\u00C4", "\u00E4", false)]
    public void Names_are_the_same_without_regard_to_case_and_blanks(string one, string other, bool areSame) =>
        Assert.Equal(areSame, CanonicalName.AreSame(Encoded.Name(("2.5.4.10", one)), Encoded.Name(("2.5.4.10", other))));

    private static QSslCertificate Timed(string start, string end) => MadePath.Fill(
        new() { Validity = Encoded.Sequence(Convert.FromHexString(start), Convert.FromHexString(end)) }, "Leaf", "Middle").Build();

    private static void AssertMalformed(QSslCertificate leaf) =>
        Assert.Equal([(SslErrorCode.InvalidCertificate, 0)], MadePath.Faults([leaf, MadePath.Middle(), MadePath.Root()]));
}
