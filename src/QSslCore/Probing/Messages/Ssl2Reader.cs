using QSslCore.Probing.Catalog;

namespace QSslCore.Probing.Messages;

/// <summary>Reads a server's answer to a hello of SSL 2.0, which may be one of TLS: an alert.</summary>
internal sealed class Ssl2Reader(IReadOnlyList<int> offered) : IAnswerReader
{
    private readonly List<byte> _bytes = [];
    private readonly FlightReader _tls = new(new ClientHello { Version = TlsVersion.Ssl2 });

    /// <summary>The answer; null while more has to come.</summary>
    public ServerAnswer? Answer { get; private set; }

    /// <summary>Takes bytes.</summary>
    public void Take(ReadOnlySpan<byte> input)
    {
        if (Answer is not null || input.IsEmpty)
            return;
        if (_bytes.Count == 0 && !Ssl2ServerHello.MayBegin(input) || _tls.HasReceived)
        {
            _tls.Take(input);
            Answer = _tls.Answer;
            return;
        }
        // The record says its length in 15 bits, so this is bounded.
        _bytes.AddRange(input);
        ReadOnlySpan<byte> all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes);
        int length = Ssl2ServerHello.LengthOf(all);
        if (length == 0 || all.Length < length)
            return;
        Answer = Read(all[..length]);
    }

    /// <summary>No more bytes come.</summary>
    public ServerAnswer End(AnswerKind kind, string reason) => Answer ??= _bytes.Count > 0
        ? new() { Kind = AnswerKind.Unintelligible, Reason = $"the answer is cut off after {_bytes.Count} bytes: {reason}" }
        : _tls.End(kind, reason);

    private ServerAnswer Read(ReadOnlySpan<byte> record)
    {
        if (record.Length == 5 && record[2] == 0)
            return new() { Kind = AnswerKind.Alert, Reason = $"an error of SSL 2.0 ({record[3] << 8 | record[4]})" };
        if (Ssl2ServerHello.Read(record) is not { } hello)
            return new() { Kind = AnswerKind.Unintelligible, Reason = "the answer to a hello of SSL 2.0 cannot be read" };
        if (hello.Suites.Any(suite => !offered.Contains(suite)))
            return new() { Kind = AnswerKind.Unintelligible, Reason = "the server agreed to a suite of SSL 2.0 that was not offered" };
        return new()
        {
            Kind = AnswerKind.Agreed,
            Ssl2 = hello,
            Certificates = hello.Certificate.Length > 0 ? [hello.Certificate] : [],
        };
    }
}
