using System.Security.Cryptography;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>What a host agreed to, in the whole run: much can be told from that without another question.</summary>
internal sealed class AnswerLog
{
    private readonly List<(ClientHello Hello, ServerAnswer Answer)> _entries = [];
    private readonly Dictionary<string, byte[]> _certificates = [];

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

    private byte[] Intern(byte[] certificate)
    {
        string key = Convert.ToHexString(SHA256.HashData(certificate));
        return _certificates.TryGetValue(key, out byte[]? known) ? known : _certificates[key] = certificate;
    }
}
