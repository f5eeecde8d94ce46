using QSslCore;

namespace QSslModule;

/// <summary>
/// Finds weaknesses in what was negotiated with a host: the version, the cipher suite and the key exchange. What is not known is reported
/// as unknown, and is not good.
/// </summary>
internal static class SessionJudge
{
    private const int MinFieldBits = 2048;
    private const int MinCurveBits = 224;

    /// <summary>Attackers with large resources can break finite fields of up to this size (Logjam).</summary>
    private const int BrokenFieldBits = 1024;

    /// <summary>Curves of up to this size have at most 80 bits of security. Larger ones up to the minimum are obsolete.</summary>
    private const int BrokenCurveBits = 191;

    /// <summary>Judges what was negotiated. There are no findings if the handshake did not get that far.</summary>
    public static IEnumerable<SslReportFinding> Judge(HostCheckSession? session)
    {
        if (session is null)
            return [];
        IEnumerable<SslReportFinding> ofSuite = JudgeSuite(session.Protocol, session.Cipher);
        // The key exchange is known only after the handshake is complete.
        return session.IsComplete ? ofSuite.Concat(JudgeExchange(session)) : ofSuite;
    }

    /// <summary>Judges the version and the suite. They are known before the host is accepted.</summary>
    private static IEnumerable<SslReportFinding> JudgeSuite(SslProtocol protocol, QSslCipher cipher)
    {
        if (protocol is SslProtocol.TlsV1_0 or SslProtocol.TlsV1_1)
        {
            yield return FindingRules.ProtocolObsolete.Found(
                $"The host speaks {ReportText.Protocol(protocol.ToString())}, which is obsolete (RFC 8996): let it "
                    + "speak TLS 1.2 and 1.3, and no other");
        }
        else if (protocol is not (SslProtocol.TlsV1_2 or SslProtocol.TlsV1_3))
        {
            yield return FindingRules.ProtocolUnknown.Found(
                "It is not known which version of TLS the host has agreed on: nothing can be said about its strength");
        }
        if (CipherSuiteFacts.Of(cipher) is not { } facts)
        {
            string name = cipher.Name.Length > 0 ? cipher.Name : "the host has chosen";
            yield return FindingRules.CipherUnknown.Found(
                $"Nothing is known about the cipher suite {name}: take it for weak until it is known, or choose others with -Cipher");
            yield break;
        }
        string suite = $"The cipher suite {cipher.Name}";
        if (facts.IsNull)
            yield return FindingRules.CipherNull.Found($"{suite} encrypts nothing: disable it on the host");
        if (facts.IsAnonymous)
            yield return FindingRules.CipherAnonymous.Found(
                $"{suite} does not authenticate the host: an attacker on the way can read and change everything. Disable it on the host");
        if (facts.IsExport)
            yield return FindingRules.CipherExport.Found($"{suite} was made weak for export: disable it on the host");
        if (facts.IsBroken)
            yield return FindingRules.CipherBroken.Found(
                $"{suite} uses {(facts.Mac == "MD5" ? "MD5" : facts.Bulk)}, which is broken: disable it on the host");
        if (facts.HasSmallBlocks)
            yield return FindingRules.CipherSmallBlocks.Found(
                $"{suite} has blocks of 64 bits (SWEET32): let the host use AES-GCM or ChaCha20");
        if (facts.IsCbcWithSha1)
            yield return FindingRules.CipherCbcSha1.Found(
                $"{suite} is CBC with SHA-1, which is obsolete: let the host use AES-GCM or ChaCha20");
        if (!facts.HasForwardSecrecy)
        {
            yield return FindingRules.NoForwardSecrecy.Found(
                $"{suite} has no forward secrecy: who gets the host's key can read what was recorded before. Let "
                    + "the host use ECDHE");
        }
    }

    /// <summary>Judges the key exchange of a complete handshake.</summary>
    private static IEnumerable<SslReportFinding> JudgeExchange(HostCheckSession session)
    {
        KeyExchangeKind kind = CipherSuiteFacts.Of(session.Cipher)?.Exchange ?? KeyExchangeKind.Lasting;
        string group = session.Group;
        if (kind == KeyExchangeKind.Separate && group.Length == 0)
        {
            // Every group that TLS 1.3 allows is strong. With a pre-shared key, however, there may have been no key exchange.
            if (session.UsesPreSharedKey)
                yield return FindingRules.NoForwardSecrecy.Found(
                    "The connection stands on a pre-shared key alone, without forward secrecy: let the host ask for (EC)DHE with it");
            yield break;
        }
        if (kind is KeyExchangeKind.Lasting or KeyExchangeKind.Password)
            yield break;
        int field = kind == KeyExchangeKind.FiniteField ? session.FiniteFieldBits : 0;
        (int Bits, bool IsFiniteField)? size = field > 0 ? (field, true) : KeyExchangeGroups.SizeOf(group);
        if (size is not { } known)
        {
            string why = session.IsSessionReused
                ? "the session was resumed, and its keys are those of an earlier handshake"
                : group.Length > 0 ? $"nothing is known about the group {group}" : "the TLS library does not tell";
            yield return FindingRules.KeyExchangeUnknown.Found($"It is not known how strong the key exchange is: {why}");
            yield break;
        }
        string what = known.IsFiniteField ? $"Diffie-Hellman with {known.Bits} bits" : $"the group {group} with {known.Bits} bits";
        string advice = known.IsFiniteField
            ? $"give the host {MinFieldBits} bits or more (ffdhe2048), or ECDHE"
            : "let the host use X25519 or P-256";
        if (known.Bits < (known.IsFiniteField ? MinFieldBits : MinCurveBits))
        {
            bool isBroken = known.Bits <= (known.IsFiniteField ? BrokenFieldBits : BrokenCurveBits);
            yield return FindingRules.KeyExchangeTooWeak.Found(isBroken, $"The key exchange is too weak, {what}: {advice}");
        }
    }
}
