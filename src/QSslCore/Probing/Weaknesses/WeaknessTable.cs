namespace QSslCore.Probing.Weaknesses;

/// <summary>Every weakness that is looked for; one row a weakness.</summary>
internal static class WeaknessTable
{
    public static readonly Weakness Heartbleed = new(
        "Heartbleed", "A heartbeat that claims to be longer than it is returns memory of the server", "CVE-2014-0160", "RFC 6520");

    public static readonly Weakness CcsInjection = new(
        "CcsInjection", "ChangeCipherSpec is accepted before keys are agreed on", "CVE-2014-0224");

    public static readonly Weakness Ticketbleed = new(
        "Ticketbleed", "The echo of a short session id returns memory of the server", "CVE-2016-9244");

    public static readonly Weakness Robot = new(
        "Robot", "The server tells wrong RSA padding from right padding (Bleichenbacher)", "CVE-2017-13099", "RFC 5246, 7.4.7.1");

    public static readonly Weakness InsecureRenegotiation = new(
        "InsecureRenegotiation", "Renegotiation is not bound to the session before it", "CVE-2009-3555", "RFC 5746");

    public static readonly Weakness ClientRenegotiation = new(
        "ClientRenegotiation", "A client can have the handshake repeated over and over", "CVE-2011-1473");

    public static readonly Weakness Crime = new("Crime", "TLS compresses what it encrypts", "CVE-2012-4929");

    public static readonly Weakness Poodle = new(
        "Poodle", "SSL 3.0 with CBC, whose padding is not covered by the MAC", "CVE-2014-3566", "RFC 7568");

    public static readonly Weakness PoodleTls = new("PoodleTls", "The padding of CBC records is not checked", "CVE-2014-8730");

    public static readonly Weakness ZombiePoodle = new(
        "ZombiePoodle", "The answer tells a record with wrong padding and right MAC from one with both wrong", "CVE-2019-6593");

    public static readonly Weakness GoldenDoodle = new(
        "GoldenDoodle", "The answer tells a record with right padding and wrong MAC from one with both wrong", "CVE-2019-6593");

    public static readonly Weakness ZeroLengthOracle = new(
        "ZeroLengthOracle", "The answer tells an empty record with wrong padding from one with wrong MAC", "CVE-2019-1559");

    public static readonly Weakness Sweet32 = new("Sweet32", "Ciphers with blocks of 64 bits", "CVE-2016-2183");

    public static readonly Weakness Freak = new("Freak", "RSA keys for export, of 512 bits", "CVE-2015-0204");

    public static readonly Weakness Drown = new("Drown", "SSL 2.0 with an RSA key that is also used for TLS", "CVE-2016-0800", "RFC 6176");

    public static readonly Weakness Logjam = new(
        "Logjam", "Diffie-Hellman for export, or with at most 1024 bits", "CVE-2015-4000", "RFC 7919");

    public static readonly Weakness CommonPrime = new("CommonPrime", "A Diffie-Hellman prime that many servers share", "CVE-2015-4000");

    public static readonly Weakness Beast = new("Beast", "CBC in TLS 1.0 and older, whose vectors are predictable", "CVE-2011-3389");

    public static readonly Weakness Lucky13 = new("Lucky13", "CBC with the MAC first, whose checks take different times", "CVE-2013-0169");

    public static readonly Weakness Rc4 = new("Rc4", "RC4", "CVE-2013-2566", "CVE-2015-2808", "RFC 7465");

    public static readonly Weakness NullCipher = new("NullCipher", "Suites that do not encrypt", "RFC 9325, 4.1");

    public static readonly Weakness Anonymous = new("Anonymous", "Suites without authentication of the server", "RFC 9325, 4.1");

    public static readonly Weakness Export = new("Export", "Suites for export, with keys of at most 56 bits", "RFC 9325, 4.1");

    public static readonly Weakness Raccoon = new(
        "Raccoon", "A Diffie-Hellman key that is used again leaks by the zeros in front of the secret", "CVE-2020-1968");

    public static readonly Weakness DhReuse = new("DhReuse", "Diffie-Hellman keys are used for several sessions", "CVE-2016-0701");

    public static readonly Weakness EcdhReuse = new("EcdhReuse", "ECDH keys are used for several sessions", "RFC 9325, 6.4");

    public static readonly Weakness InvalidCurve = new(
        "InvalidCurve", "Points that are not on the curve are accepted", "CVE-2015-7940", "RFC 8422, 5.11");

    public static readonly Weakness NoFallbackScsv = new("NoFallbackScsv", "A downgrade of the version is not noticed", "RFC 7507");

    public static readonly Weakness NoExtendedMasterSecret = new(
        "NoExtendedMasterSecret", "The master secret is not bound to the handshake (triple handshake)", "CVE-2014-1295", "RFC 7627");

    public static readonly Weakness Intolerance = new(
        "Intolerance", "The server fails at versions, suites or extensions that it does not know, or at long hellos", "RFC 8701");

    public static readonly Weakness EarlyData = new("EarlyData", "Early data (0-RTT) can be replayed", "RFC 8446, 8");

    public static readonly Weakness StartTlsInjection = new(
        "StartTlsInjection", "Plain text behind STARTTLS is taken as if it came encrypted", "CVE-2011-0411");

    public static readonly Weakness StartTlsStripping = new(
        "StartTlsStripping", "STARTTLS is offered and not required: passwords are taken in plain text", "RFC 8314");

    public static readonly Weakness Opossum = new(
        "Opossum", "HTTP is upgraded to TLS beside implicit TLS, so that answers can be shifted", "CVE-2025-49812", "RFC 2817");

    public static readonly Weakness WeakKey = new("WeakKey", "The private key can be computed or is public", "CVE-2017-15361", "RFC 9500");
}
