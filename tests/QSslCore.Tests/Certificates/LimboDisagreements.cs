namespace QSslCore.Tests.Certificates;

/// <summary>A case of x509-limbo in which we side with the TLS library against the expected result.</summary>
/// <param name="Accepts">Whether the path is accepted, where it was to be refused.</param>
/// <param name="Rule">The rule that the case is about.</param>
/// <param name="Reason">Why we do not follow it.</param>
internal sealed record LimboDisagreement(bool Accepts, string Rule, string Reason);

/// <summary>
/// All cases that do not end as expected. No path that is forged, expired, for another name or purpose, over-long or out of
/// constraints may stand among those that are accepted: where the library takes one, the library of this project has to be stricter.
/// </summary>
internal static class LimboDisagreements
{
    private const string NoCrls = "No revocation lists are consulted: a configuration takes none, as in Qt, and nothing is fetched "
        + "unasked.";
    private const string OnlyForBuilding = "Key identifiers help to find an issuer, which was found without; its signature was verified.";
    private const string Anchor = "What is trusted was decided by who put it into the configuration; old roots lack much.";
    private const string NotAnchors = "As in Qt, only self-signed certificates end a path; an intermediate in the list of authorities "
        + "is none.";
    private const string CriticalOrNot = "The extension is obeyed, whether it is marked critical or not.";
    private const string NoCommonNames = "Host names are compared with alternative names alone (RFC 9525, section 2), so what a common "
        + "name says opens nothing.";
    private const string Unlimited = "A certificate that says nothing of purposes, or says any, is for this purpose too (RFC 5280, "
        + "section 4.2.1.12).";
    private const string NoSuffixList = "There is no list of public suffixes here; it changes weekly, and who issues for one is the "
        + "issuer's fault.";
    private const string Profile = "A duty of public authorities towards their auditors; the certificate proves what it should all the "
        + "same.";
    private const string StrongEnough = "The key is strong enough (112 bits at least); the rule is about which kinds public authorities "
        + "take.";
    private const string MustSign = "Its key usage allows to issue certificates and not to prove who one is, which a TLS peer has to.";

    public static IReadOnlyDictionary<string, LimboDisagreement> All { get; } = new Dictionary<string, LimboDisagreement>
    {
        ["crl::revoked-certificate-with-crl"] = new(true, "RFC 5280, section 6.3", NoCrls),
        ["crl::crlnumber-missing"] = new(true, "RFC 5280, section 5.2.3", NoCrls),
        ["crl::crlnumber-critical"] = new(true, "RFC 5280, section 5.2.3", NoCrls),
        ["crl::issuer-missing-crlsign"] = new(true, "RFC 5280, section 4.2.1.3", NoCrls),
        ["cve::cve-2024-0567"] = new(false, "paths through cross-signed roots", NotAnchors),
        ["pathlen::validation-ignores-pathlen-in-leaf"] = new(false, "RFC 5280, section 4.2.1.9", MustSign),
        ["pathlen::max-chain-depth-0-exhausted"] = new(
            true, "a depth of 0", "The question cannot be asked: as in Qt, a PeerVerifyDepth of 0 sets no limit. Depths from 1 on are "
                + "kept."),
        ["pathlen::max-chain-depth-1-self-issued"] = new(false, "RFC 5280, section 4.2.1.9",
            "PeerVerifyDepth counts all intermediates, self-issued ones too."),
        ["rfc5280::aki::leaf-missing-aki"] = new(true, "RFC 5280, section 4.2.1.1", OnlyForBuilding),
        ["rfc5280::aki::intermediate-missing-aki"] = new(true, "RFC 5280, section 4.2.1.1", OnlyForBuilding),
        ["rfc5280::nc::permitted-dns-match-noncritical"] = new(true, "RFC 5280, section 4.2.1.10", CriticalOrNot),
        ["rfc5280::nc::invalid-dnsname-leading-period"] = new(
            true, "RFC 5280, section 4.2.1.10", "Private authorities write '.example.com' and mean what is below it, and so it is "
                + "taken; the name is below it."),
        ["rfc5280::nc::not-allowed-in-ee-noncritical"] = new(true, "RFC 5280, section 4.2.1.10",
            "Constraints in a certificate that issues nothing constrain nothing."),
        ["rfc5280::nc::not-allowed-in-ee-critical"] = new(true, "RFC 5280, section 4.2.1.10",
            "Constraints in a certificate that issues nothing constrain nothing."),
        ["rfc5280::pc::ica-noncritical-pc"] = new(true, "RFC 5280, section 4.2.1.11", CriticalOrNot),
        ["rfc5280::san::noncritical-with-empty-subject"] = new(true, "RFC 5280, section 4.2.1.6", CriticalOrNot),
        ["rfc5280::san::underscore-dns"] = new(true, "RFC 5280, section 4.2.1.6",
            "Names with underscores are in use, and are compared like others."),
        ["rfc5280::serial::too-long"] = new(true, "RFC 5280, section 4.1.2.2", Profile),
        ["rfc5280::serial::zero"] = new(true, "RFC 5280, section 4.1.2.2", Profile),
        ["rfc5280::ski::root-missing-ski"] = new(true, "RFC 5280, section 4.2.1.2", OnlyForBuilding),
        ["rfc5280::ski::intermediate-missing-ski"] = new(true, "RFC 5280, section 4.2.1.2", OnlyForBuilding),
        ["rfc5280::validity::notafter-fractional"] = new(false, "RFC 5280, section 4.1.2.5",
            "The case itself is undecided: five milliseconds after the end are after it."),
        ["rfc5280::root-missing-basic-constraints"] = new(true, "RFC 5280, section 4.2.1.9", Anchor),
        ["rfc5280::root-non-critical-basic-constraints"] = new(true, "RFC 5280, section 4.2.1.9", Anchor),
        ["rfc5280::leaf-ku-keycertsign"] = new(true, "RFC 5280, section 4.2.1.9",
            "Its basic constraints say that it is no authority, and nothing that it issued is accepted."),
        ["rfc5280::ca-as-leaf"] = new(false, "RFC 5280, section 4.2.1.3", MustSign),
        ["rfc5280::root-and-intermediate-swapped"] = new(false, "RFC 5280, section 6.1", NotAnchors),
        ["webpki::aki::root-with-aki-missing-keyidentifier"] = new(true, "CABF 7.1.2.1.3", Anchor),
        ["webpki::cn::ipv4-hex-mismatch"] = new(true, "CABF 7.1.4.3", NoCommonNames),
        ["webpki::cn::ipv4-leading-zeros-mismatch"] = new(true, "CABF 7.1.4.3", NoCommonNames),
        ["webpki::cn::ipv6-uppercase-mismatch"] = new(true, "CABF 7.1.4.3", NoCommonNames),
        ["webpki::cn::ipv6-uncompressed-mismatch"] = new(true, "CABF 7.1.4.3", NoCommonNames),
        ["webpki::cn::ipv6-non-rfc5952-mismatch"] = new(true, "CABF 7.1.4.3", NoCommonNames),
        ["webpki::cn::punycode-not-in-san"] = new(true, "CABF 7.1.4.3", NoCommonNames),
        ["webpki::cn::utf8-vs-punycode-mismatch"] = new(true, "CABF 7.1.4.3", NoCommonNames),
        ["webpki::cn::not-in-san"] = new(true, "CABF 7.1.4.3", NoCommonNames),
        ["webpki::cn::case-mismatch"] = new(true, "CABF 7.1.4.3", NoCommonNames),
        ["webpki::eku::ee-anyeku"] = new(true, "CABF 7.1.2.7.10", Unlimited),
        ["webpki::eku::ee-critical-eku"] = new(true, "CABF 7.1.2.7.6", CriticalOrNot),
        ["webpki::eku::ee-without-eku"] = new(true, "CABF 7.1.2.7.6", Unlimited),
        ["webpki::eku::root-has-eku"] = new(true, "CABF 7.1.2.1.2", Anchor),
        ["webpki::san::public-suffix-multi-label-wildcard-san"] = new(true, "CABF 3.2.2.6", NoSuffixList),
        ["webpki::san::public-suffix-private-namespace-wildcard-san"] = new(true, "CABF 3.2.2.6", NoSuffixList),
        ["webpki::san::san-critical-with-nonempty-subject"] = new(true, "CABF 7.1.2.7.12", CriticalOrNot),
        ["webpki::malformed-aia"] = new(true, "CABF 7.1.2.7.7", "Nothing is fetched from where it points, and it is read as nothing."),
        ["webpki::forbidden-dsa-root"] = new(true, "CABF 6.1.5", StrongEnough),
        ["webpki::forbidden-dsa-leaf"] = new(true, "CABF 6.1.5", StrongEnough),
        ["webpki::forbidden-rsa-not-divisible-by-8-in-root"] = new(true, "CABF 6.1.5", StrongEnough),
        ["webpki::forbidden-rsa-key-not-divisible-by-8-in-leaf"] = new(true, "CABF 6.1.5", StrongEnough),
        ["webpki::ee-basicconstraints-ca"] = new(true, "CABF 7.1.2.7.8",
            "Its key usage says that it issues nothing, and nothing that it issued is accepted."),
    };
}
