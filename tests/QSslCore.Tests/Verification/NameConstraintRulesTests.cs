using System.Diagnostics;
using QSslCore.Tests.Support;
using QSslCore.Verification;

namespace QSslCore.Tests.Verification;

/// <summary>RFC 5280, section 4.2.1.10: each form of name both ways, and constraints that nobody can obey.</summary>
public sealed class NameConstraintRulesTests
{
    private const string Oid = "2.5.29.30";
    private const int Email = 1, Dns = 2, Uri = 6, Address = 7, RegisteredId = 8, OtherName = 0, X400 = 3, EdiParty = 5;

    [Theory]
    [InlineData("example.com", "example.com", true)]
    [InlineData("example.com", "EXAMPLE.com", true)]
    [InlineData("example.com", "example.com.", true)]
    [InlineData("example.com", "a.b.example.com", true)]
    [InlineData("example.com", "*.example.com", true)]
    [InlineData("example.com", "badexample.com", false)]
    [InlineData("example.com", "com", false)]
    [InlineData("foo.example.com", "*.example.com", false)]
    [InlineData(".example.com", "a.example.com", true)]
    [InlineData(".example.com", "*.example.com", true)]
    [InlineData(".example.com", "example.com", false)]
    [InlineData("", "anything.test", true)]
    [InlineData("example.com", "a..example.com", false)]
    [InlineData("example.com", "a\0.example.com", false)]
    [InlineData("example.com", ".example.com", false)]
    [InlineData("example.com", "", false)]
    public void Host_names_are_permitted(string permitted, string name, bool isGood) =>
        AssertLeaf(isGood, Permitted(Dns, permitted), (Dns, name));

    [Theory]
    [InlineData("bar.example.com", "*.example.com", false)]
    [InlineData("BAR.example.com", "*.Example.com", false)]
    [InlineData("bar.example.com", "b*.example.com", false)]
    [InlineData("bar.example.com", "foo.example.com", true)]
    [InlineData("bar.example.com", "bar.example.com", false)]
    [InlineData("bar.example.com", "a.bar.example.com", false)]
    [InlineData("bar.example.com", "*.bar.example.com", false)]
    [InlineData("a.bar.example.com", "*.example.com", true)]
    [InlineData(".bar.example.com", "*.bar.example.com", false)]
    [InlineData(".bar.example.com", "bar.example.com", true)]
    [InlineData("other.test", "*.example.com", true)]
    [InlineData("other.test", ".example.com", false)]
    [InlineData("other.test", "a..example.com", false)]
    [InlineData("other.test", "example.com.", true)]
    [InlineData("other.test", "other.test.", false)]
    [InlineData("", "example.com", false)]
    public void Host_names_are_excluded(string excluded, string name, bool isGood) =>
        AssertLeaf(isGood, Excluded(Dns, excluded), (Dns, name));

    [Theory]
    [InlineData(Dns, "*.y.example")]
    [InlineData(Dns, "y.example.")]
    [InlineData(Dns, "y..example")]
    [InlineData(Dns, "y.exa\0mple")]
    [InlineData(Dns, "http://y.example/")]
    [InlineData(Dns, "..y.example")]
    [InlineData(Dns, ".")]
    [InlineData(Dns, " y.example")]
    [InlineData(Dns, "y.ex\u00E4mple")]
    [InlineData(Dns, "10.0.0.1")]
    [InlineData(Email, "@example.com")]
    [InlineData(Email, "a@b@example.com")]
    [InlineData(Email, "a@*.example.com")]
    [InlineData(Email, "")]
    [InlineData(Uri, "https://example.com")]
    [InlineData(Uri, "example.com:443")]
    [InlineData(Uri, "")]
    [InlineData(Address, "\u000A\0\0\0")]
    [InlineData(Address, "\u000A\0\0\0\u00FF\0\u00FF\0")]
    [InlineData(Address, "\u000A\0\0\0\0\0\0\u0001")]
    [InlineData(Address, "")]
    [InlineData(4, "no name")]
    public void A_constraint_that_cannot_be_understood_refuses_the_chain(int form, string constraint)
    {
        Assert.All([Permitted(form, constraint), Excluded(form, constraint)], constraints =>
        {
            QSslCertificate[] path = [MadePath.Leaf(), MadePath.Middle((Oid, constraints)), MadePath.Root()];
            QSslError error = Assert.Single(MadePath.Errors(path));
            Assert.Equal((SslErrorCode.NameConstraintViolation, path[1]), (error.Error, error.Certificate));
            Assert.Contains("malformed", error.ErrorString, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("3000")]
    [InlineData("3002A000")]
    [InlineData("3004A000A100")]
    [InlineData("30040500")]
    [InlineData("FF")]
    [InlineData("3009A1073005820161810100")]
    [InlineData("300CA10A30088201618001018101")]
    [InlineData("300BA1093007820161800101")]
    [InlineData("300BA1093007820161810100")]
    [InlineData("3009A107300589017A0500")]
    public void Constraints_that_constrain_nothing_or_more_than_is_allowed_are_malformed(string hex)
    {
        QSslCertificate[] path = [MadePath.Leaf(), MadePath.Middle((Oid, Convert.FromHexString(hex))), MadePath.Root()];
        QSslError error = Assert.Single(MadePath.Errors(path));
        Assert.Equal((SslErrorCode.NameConstraintViolation, path[1]), (error.Error, error.Certificate));
        Assert.Contains("malformed", error.ErrorString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user@example.com", "user@example.com", true)]
    [InlineData("user@example.com", "user@EXAMPLE.com", true)]
    [InlineData("user@example.com", "other@example.com", false)]
    [InlineData("example.com", "any@example.com", true)]
    [InlineData("example.com", "any@a.example.com", false)]
    [InlineData(".example.com", "any@a.example.com", true)]
    [InlineData(".example.com", "any@example.com", false)]
    [InlineData("example.com", "a@b@example.com", false)]
    [InlineData("example.com", "@example.com", false)]
    [InlineData("example.com", "a@", false)]
    [InlineData("example.com", "\"a\"@example.com", false)]
    public void Mailboxes_are_permitted(string permitted, string mailbox, bool isGood)
    {
        AssertLeaf(isGood, Permitted(Email, permitted), (Email, mailbox));
        if (mailbox.Contains('@', StringComparison.Ordinal) && MailboxIsOne(mailbox))
            AssertLeaf(!isGood, Excluded(Email, permitted), (Email, mailbox));
    }

    [Theory]
    [InlineData("example.com", "https://example.com/path", true)]
    [InlineData("example.com", "ldap://user@EXAMPLE.com:389?x", true)]
    [InlineData("example.com", "https://a.example.com", false)]
    [InlineData("example.com", "https://example.com@evil.test/", false)]
    [InlineData(".example.com", "https://a.example.com", true)]
    [InlineData(".example.com", "https://example.com", false)]
    [InlineData("example.com", "urn:example:com", false)]
    [InlineData("example.com", "https://192.0.2.1/", false)]
    [InlineData("example.com", "https://[::1]/", false)]
    public void Uris_are_permitted_by_their_host(string permitted, string uri, bool isGood) =>
        AssertLeaf(isGood, Permitted(Uri, permitted), (Uri, uri));

    [Theory]
    [InlineData("0A000000FF000000", "0A010203", true)]
    [InlineData("0A000000FF000000", "0B010203", false)]
    [InlineData("0A01020300000000", "0B010203", true)]
    [InlineData("0A000000FF000000", "20010DB8000000000000000000000001", false)]
    [InlineData("20010DB8000000000000000000000000FFFFFFFF000000000000000000000000", "20010DB8000000000000000000000001", true)]
    [InlineData("20010DB8000000000000000000000000FFFFFFFF000000000000000000000000", "20010DB9000000000000000000000001", false)]
    [InlineData("0A000000FF000000", "0A0102", false)]
    public void Addresses_are_permitted_by_their_network(string network, string address, bool isGood) =>
        AssertLeaf(isGood, Permitted(Address, System.Text.Encoding.Latin1.GetString(Convert.FromHexString(network))),
            (Address, System.Text.Encoding.Latin1.GetString(Convert.FromHexString(address))));

    [Theory]
    [InlineData(OtherName)]
    [InlineData(X400)]
    [InlineData(EdiParty)]
    [InlineData(RegisteredId)]
    public void Names_of_a_form_that_is_not_understood_are_refused_where_it_is_constrained(int form)
    {
        AssertLeaf(false, Permitted(form, "x"), (form, "x"));
        AssertLeaf(false, Excluded(form, "x"), (form, "y"));
        AssertLeaf(true, Permitted(form, "x"), (Dns, "example.com"));
    }

    [Fact]
    public void Subjects_are_held_against_directory_names()
    {
        byte[] name = Encoded.Name(("2.5.4.3", " lEAf "));
        AssertLeaf(true, Encoded.NameConstraints([Encoded.Subtree(4, name)], []));
        AssertLeaf(false, Encoded.NameConstraints([], [Encoded.Subtree(4, name)]));
        AssertLeaf(false, Encoded.NameConstraints([Encoded.Subtree(4, Encoded.Name(("2.5.4.3", "Leaf"), ("2.5.4.3", "more")))], []));
        AssertLeaf(false, Encoded.NameConstraints([Encoded.Subtree(4, Encoded.Name(("2.5.4.10", "Leaf")))], []));
        AssertLeaf(true, Encoded.NameConstraints([Encoded.Subtree(4, Encoded.Name())], []));
        AssertLeaf(false, Encoded.NameConstraints([], [Encoded.Subtree(4, Encoded.Name())]));
    }

    [Theory]
    [InlineData("a@example.com", true)]
    [InlineData("a@other.test", false)]
    public void An_address_in_the_subject_is_held_against_mailboxes(string mailbox, bool isGood)
    {
        CertificateWriter writer = MadePath.Certificate("Leaf", "Middle");
        writer.Subject.Add(("1.2.840.113549.1.9.1", System.Formats.Asn1.UniversalTagNumber.IA5String, Encoded.Text(mailbox)));
        Assert.Equal(isGood, MadePath.Errors([writer.Build(), MadePath.Middle((Oid, Permitted(Email, "example.com"))),
            MadePath.Root()]).Count == 0);
    }

    /// <summary>No host name is read from a common name, unless the rules are Qt's: then it must not be a way around the
    /// constraints.</summary>
    [Theory]
    [InlineData("evil.test", true, false)]
    [InlineData("good.example.com", true, true)]
    [InlineData("*.example.com", true, true)]
    [InlineData("10.0.0.1", true, false)]
    [InlineData("Some Body", true, true)]
    [InlineData("evil.test", false, true)]
    public void A_common_name_counts_where_host_names_are_read_from_it(string commonName, bool isRead, bool isGood)
    {
        byte[] constraints = Encoded.NameConstraints(
            [Encoded.Subtree(Dns, Encoded.Text("example.com"))], [Encoded.Subtree(Address, [0, 0, 0, 0, 0, 0, 0, 0])]);
        QSslCertificate[] path = [MadePath.Certificate(commonName, "Middle").Build(), MadePath.Middle((Oid, constraints)), MadePath.Root()];
        Assert.Equal(isGood, PathRules.Check(path, true, new(PeerUsage.ServerAuthentication, MadePath.Now, 0, isRead)).Count == 0);
    }

    [Fact]
    public void The_constraints_of_every_authority_count_and_those_of_the_leaf_do_not()
    {
        CertificateWriter leaf = MadePath.Certificate("Leaf", "Middle");
        leaf.AlternativeNames.Add((Dns, Encoded.Text("a.example.com")));
        QSslCertificate Root(string permitted) => MadePath.Root((Oid, Permitted(Dns, permitted)));
        QSslCertificate middle = MadePath.Middle((Oid, Permitted(Dns, "a.example.com")));
        Assert.Empty(MadePath.Faults([leaf.Build(), middle, Root("example.com")]));
        Assert.Equal([(SslErrorCode.NameConstraintViolation, 0)], MadePath.Faults([leaf.Build(), middle, Root("other.test")]));
        Assert.Empty(MadePath.Faults([MadePath.Leaf((Oid, [0xFF])), MadePath.Middle(), MadePath.Root()]));
    }

    [Fact]
    public void An_authority_that_issued_itself_is_exempt_and_a_leaf_is_not()
    {
        byte[] constraints = Encoded.NameConstraints([], [Encoded.Subtree(4, Encoded.Name(("2.5.4.3", "Middle")))]);
        QSslCertificate middle = MadePath.Middle((Oid, constraints)), again = MadePath.Authority("Middle", "Middle").Build();
        Assert.Empty(MadePath.Faults([MadePath.Leaf(), again, middle, MadePath.Root()]));
        QSslCertificate leaf = MadePath.Certificate("Middle", "Middle").Build();
        Assert.Equal([(SslErrorCode.NameConstraintViolation, 0)], MadePath.Faults([leaf, middle, MadePath.Root()]));
    }

    /// <summary>A peer can send thousands of constraints and thousands of names.</summary>
    [Fact]
    public void Thousands_of_both_are_refused_and_cost_little()
    {
        CertificateWriter leaf = MadePath.Certificate("Leaf", "Middle");
        List<byte[]> excluded = [];
        for (int i = 0; i < 20_000; i++)
        {
            leaf.AlternativeNames.Add((2, "*.b"u8.ToArray()));
            excluded.Add(Encoded.Subtree(Dns, "x.a"u8.ToArray()));
        }
        QSslCertificate[] path = [leaf.Build(), MadePath.Middle((Oid, Encoded.NameConstraints([], [.. excluded]))), MadePath.Root()];
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal([(SslErrorCode.NameConstraintViolation, 0)], MadePath.Faults(path));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Fact]
    public void One_fault_of_a_certificate_is_told_with_name_and_authority()
    {
        CertificateWriter leaf = MadePath.Certificate("Leaf", "Middle");
        leaf.AlternativeNames.AddRange([(2, "a..b"u8.ToArray()), (2, "c..d"u8.ToArray())]);
        QSslError error = Assert.Single(MadePath.Errors([leaf.Build(), MadePath.Middle((Oid, Excluded(Dns, "other.test"))),
            MadePath.Root()]));
        Assert.Contains("'a..b'", error.ErrorString, StringComparison.Ordinal);
        Assert.Contains("'Middle'", error.ErrorString, StringComparison.Ordinal);
    }

    private static bool MailboxIsOne(string mailbox) =>
        mailbox.IndexOf('@') is > 0 and int at && at < mailbox.Length - 1 && mailbox.IndexOf('@', at + 1) < 0
            && !mailbox.Contains('"', StringComparison.Ordinal);

    private static byte[] Permitted(int form, string name) => Encoded.NameConstraints([Encoded.Subtree(form, Encoded.Text(name))], []);

    private static byte[] Excluded(int form, string name) => Encoded.NameConstraints([], [Encoded.Subtree(form, Encoded.Text(name))]);

    private static void AssertLeaf(bool isGood, byte[] constraints, params (int Form, string Name)[] names)
    {
        CertificateWriter leaf = MadePath.Certificate("Leaf", "Middle");
        leaf.AlternativeNames.AddRange(names.Select(name => (name.Form, Encoded.Text(name.Name))));
        (SslErrorCode, int)[] expected = isGood ? [] : [(SslErrorCode.NameConstraintViolation, 0)];
        Assert.Equal(expected, MadePath.Faults([leaf.Build(), MadePath.Middle((Oid, constraints)), MadePath.Root()]));
    }
}
