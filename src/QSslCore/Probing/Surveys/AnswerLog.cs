using System.Security.Cryptography;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>What a host agreed to, in the whole run: much can be told from that without another question.</summary>
internal sealed class AnswerLog
{
    private readonly List<(ClientHello Hello, ServerAnswer Answer)> _entries = [];
    private readonly Dictionary<string, byte[]> _certificates = [];
    private byte[]? _ssl2Certificate;

    /// <summary>The certificate that came with SSL 2.0; null for none.</summary>
    public byte[]? Ssl2Certificate
    {
        get
        {
            lock (_entries)
                return _ssl2Certificate;
        }
    }

    /// <summary>What was agreed on so far.</summary>
    public IReadOnlyList<(ClientHello Hello, ServerAnswer Answer)> Entries
    {
        get
        {
            lock (_entries)
                return [.. _entries];
        }
    }

    /// <summary>Keeps an answer, if it agrees. A certificate that comes again is kept once.</summary>
    public void Add(ClientHello hello, ServerAnswer answer)
    {
        if (!answer.IsAccepted)
            return;
        lock (_entries)
            _entries.Add((hello, answer with { Messages = [], Certificates = [.. answer.Certificates.Select(Intern)] }));
    }

    /// <summary>Keeps the certificate of an answer of SSL 2.0, which has no hello of the usual form.</summary>
    public void AddSsl2(ServerAnswer answer)
    {
        if (answer is not { IsAccepted: true, Certificates: [{ } certificate, ..] })
            return;
        lock (_entries)
            _ssl2Certificate = Intern(certificate);
    }

    private byte[] Intern(byte[] certificate)
    {
        string key = Convert.ToHexString(SHA256.HashData(certificate));
        return _certificates.TryGetValue(key, out byte[]? known) ? known : _certificates[key] = certificate;
    }
}
