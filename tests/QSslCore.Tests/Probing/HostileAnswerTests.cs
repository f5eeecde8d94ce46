using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Tests.Probing;

/// <summary>Whatever a host answers, nothing throws, the run ends, and what is not clear is told as unknown.</summary>
public sealed class HostileAnswerTests
{
    private static ModelServer Usual => new()
    {
        Suites = new() { [TlsVersion.Tls12] = [0xC030, 0xC02F, 0x009F], [TlsVersion.Tls13] = [0x1302, 0x1301] },
    };

    private static readonly Dictionary<string, Func<byte[], byte[]?>> s_hostilities = new()
    {
        ["cut in the middle"] = answer => answer[..(answer.Length / 2)],
        ["cut after one byte"] = answer => answer[..1],
        ["plain text"] = _ => "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(),
        ["a banner before"] = answer => [.. "220 ready\r\n"u8, .. answer],
        ["zeros"] = _ => new byte[4096],
        ["a record that is too long"] = _ => [22, 3, 3, 0xFF, 0xFF, .. new byte[70000]],
        ["a message of 16 MB"] = _ => [22, 3, 3, 0, 4, 11, 0xFF, 0xFF, 0xFF],
        ["a hello with another suite"] = _ => Classic(0x0303, 0x1234),
        ["a hello with a suite of SSL 2.0"] = _ => Classic(0x0303, 0x0080),
        ["a hello with a newer version"] = _ => Classic(0x0309, 0xC030),
        ["a hello that ends early"] = _ => TlsRecord.Write(22, 0x0303, [2, 0, 0, 2, 3, 3]),
        ["the end before the hello"] = _ => TlsRecord.Write(22, 0x0303, [14, 0, 0, 0]),
        ["an end without a share"] = _ => [.. Classic(0x0303, 0xC030), .. TlsRecord.Write(22, 0x0303, [14, 0, 0, 0])],
        ["a hello and an alert"] = _ => [.. Classic(0x0303, 0xC030), .. TlsRecord.Write(21, 0x0303, [2, 40])],
        ["an alert of three bytes"] = _ => TlsRecord.Write(21, 0x0303, [2, 40, 0]),
        ["an alert of an odd level"] = _ => TlsRecord.Write(21, 0x0303, [9, 40]),
        ["endless warnings"] = _ => [.. Enumerable.Repeat(TlsRecord.Write(21, 0x0303, [1, 112]), 1000).SelectMany(each => each)],
        ["endless empty records"] = _ => [.. Enumerable.Repeat(TlsRecord.Write(22, 0x0303, []), 10_000).SelectMany(each => each)],
        ["two hellos"] = _ => [.. Classic(0x0303, 0xC030), .. Classic(0x0303, 0xC030)],
        ["nothing"] = _ => [],
        ["an end"] = _ => null,
    };

    public static TheoryData<string> Hostilities => [.. s_hostilities.Keys];

    private static byte[] Classic(int version, int suite) =>
        TlsRecord.Write(22, 0x0303, ModelServer.Hello(version, [], suite, 0, [], Guid.NewGuid().ToByteArray()));

    [Theory, MemberData(nameof(Hostilities))]
    public async Task Every_answer_ends_in_unknown(string hostility)
    {
        ModelHost host = new(Usual) { OnTheWay = (_, answer) => s_hostilities[hostility](answer) };
        SslHostProfile profile = await host.RunAsync();

        Assert.NotEmpty(profile.Failure);
        Assert.All(profile.Protocols, row => Assert.Equal("Unknown", row.Status));
        Assert.All(profile.Protocols, row => Assert.NotEmpty(row.Reason));
        Assert.Equal("Unknown", profile.PostQuantum.Status);
        Assert.InRange(profile.Connections, 6, 40);
    }

    /// <summary>The host is good until the versions are known, and then it is not.</summary>
    [Theory, MemberData(nameof(Hostilities))]
    public async Task An_answer_that_turns_hostile_leaves_no_false_word(string hostility)
    {
        const int Good = 9;
        ModelHost host = new(Usual) { OnTheWay = (number, answer) => number <= Good ? answer : s_hostilities[hostility](answer) };
        SslHostProfile profile = await host.RunAsync();

        Assert.Equal("", profile.Failure);
        Assert.All(profile.Protocols.Where(p => p.Status == "Accepted"), row => Assert.NotEmpty(row.CiphersReason));
        Assert.NotEqual("NotOffered", profile.PostQuantum.Status);
        Assert.NotEqual("Yes", profile.FallbackScsv.Value);
        Assert.NotEqual("No", profile.Compression.Value);
        Assert.NotEqual("Yes", profile.SniRequired.Value);
        Assert.NotEqual("No", profile.Resumption.Psk.Value);
        Assert.NotEqual("No", profile.EarlyData.Value);
        Assert.All(profile.Clients, client => Assert.True(
            client.Status != "Refused" || client.Reason.Contains("version", StringComparison.Ordinal), $"{client.Name}: {client.Reason}"));
        Assert.NotEmpty(profile.Gaps);
    }

    [Fact]
    public async Task One_byte_at_a_time_is_read_like_all_at_once()
    {
        SslHostProfile inPieces = await new ModelHost(Usual) { PieceLength = 1 }.RunAsync(), atOnce = await new ModelHost(Usual).RunAsync();

        Assert.Empty(inPieces.Gaps);
        Assert.Equal(atOnce.Fingerprint, inPieces.Fingerprint);
        Assert.Equal(atOnce.Connections, inPieces.Connections);
    }

    [Fact]
    public async Task Silence_ends_with_the_limit_of_an_answer()
    {
        ModelHost host = new(Usual)
        {
            OnTheWay = (_, answer) => answer[..5],
            HangsAfterAnswer = true,
            AnswerLimit = TimeSpan.FromMilliseconds(20),
        };
        SslHostProfile profile = await host.RunAsync();

        Assert.NotEmpty(profile.Failure);
        Assert.All(profile.Protocols, row => Assert.Equal("Unknown", row.Status));
    }

    [Fact]
    public async Task A_run_that_is_out_of_time_tells_what_it_knows()
    {
        using CancellationTokenSource limit = new();
        ModelHost host = new(Usual)
        {
            OnTheWay = (number, answer) =>
            {
                if (number == 20)
                    limit.Cancel();
                return answer;
            },
        };
        SslHostProfile profile = await host.RunAsync(SslProfileSections.All, limit.Token);

        Assert.Equal("", profile.Failure);
        Assert.Contains(profile.Gaps, gap => gap.Contains("time", StringComparison.Ordinal));
        Assert.NotEmpty(profile.Clients);
    }

    /// <summary>A refusal is said instead of an answer: an alert behind garbage, or amid a message, is none.</summary>
    [Theory]
    [InlineData("160303000616160000000015030300020228")]
    [InlineData("160303000602000046030315030300020228")]
    public void An_alert_behind_what_cannot_be_read_is_no_refusal(string answer)
    {
        using QSslCore.Probing.Surveys.Tls13Shares shares = new();
        ClientHello hello = QSslCore.Probing.Surveys.Hellos.Usual(TlsVersion.Tls13, "server.test");
        IAnswerReader[] readers = [new FlightReader(hello), new QSslCore.Probing.Surveys.Tls13Reader(hello, shares)];
        foreach (IAnswerReader reader in readers)
        {
            reader.Take(Convert.FromHexString(answer));
            Assert.Equal(AnswerKind.Unintelligible, (reader.Answer ?? reader.End(AnswerKind.Closed, "it ended")).Kind);
        }
    }

    [Fact]
    public void A_flight_is_read_in_two_pieces_cut_at_every_byte()
    {
        ClientHello hello = QSslCore.Probing.Surveys.Hellos.Usual(TlsVersion.Tls12, "server.test");
        byte[] message = hello.ToMessage();
        byte[] flight = Usual.Answer(ModelHello.Read(message), message, out _)!;
        for (int at = 0; at < flight.Length; at++)
        {
            FlightReader reader = new(hello);
            reader.Take(flight.AsSpan(0, at));
            Assert.Null(reader.Answer);
            reader.Take(flight.AsSpan(at));
            Assert.Equal(AnswerKind.Agreed, reader.Answer!.Kind);
            FlightReader cut = new(hello);
            cut.Take(flight.AsSpan(0, at));
            Assert.Equal(at == 0 ? AnswerKind.Closed : AnswerKind.Unintelligible, cut.End(AnswerKind.Closed, "it ended").Kind);
        }
    }
}
