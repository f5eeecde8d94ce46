using System.Text;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>Reading and writing as QIODevice documents it.</summary>
public sealed class DeviceTests
{
    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);

    [Fact]
    public void Reading_takes_in_order_and_tells_nothing_now_from_no_more()
    {
        using PlainPair pair = new();
        byte[] buffer = new byte[4];
        Assert.Equal(0, pair.Socket.Read(buffer));
        pair.Arrive("abcdefgh");
        Assert.Equal(4, pair.Socket.Read(buffer));
        Assert.Equal("abcd", Text(buffer));
        Assert.Equal("ef", Text(pair.Socket.Read(2)));
        Assert.Equal(2, pair.Socket.BytesAvailable);
        Assert.Equal(2, pair.Socket.Size);
        Assert.False(pair.Socket.AtEnd);
        Assert.Equal("gh", Text(pair.Socket.ReadAll()));
        Assert.True(pair.Socket.AtEnd);
        pair.Peer.Abort();
        Assert.True(pair.Socket.WaitForDisconnected(5000));
        Assert.Equal(-1, pair.Socket.Read(buffer));
        Assert.Equal(-1, pair.Socket.Skip(1));
        Assert.Equal(-1, pair.Socket.ReadLine(buffer));
    }

    [Fact]
    public void Lines_end_with_their_line_feed_or_at_the_limit()
    {
        using PlainPair pair = new();
        pair.Arrive("one\r\ntwo\nrest");
        Assert.True(pair.Socket.CanReadLine);
        Assert.Equal("one\r\n", Text(pair.Socket.ReadLine()));
        Assert.Equal("tw", Text(pair.Socket.ReadLine(2)));
        Assert.True(pair.Socket.ReadLineInto(out byte[] line));
        Assert.Equal("o\n", Text(line));
        Assert.False(pair.Socket.CanReadLine);
        byte[] buffer = new byte[3];
        Assert.Equal(3, pair.Socket.ReadLine(buffer));
        Assert.Equal("res", Text(buffer));
        Assert.Equal("t", Text(pair.Socket.ReadLineInto(buffer)));
        Assert.True(pair.Socket.ReadLineInto(buffer).IsEmpty);
        Assert.False(pair.Socket.ReadLineInto(out _));
    }

    [Fact]
    public void Peeking_and_skipping_and_putting_back()
    {
        using PlainPair pair = new();
        pair.Arrive("abcdef");
        Assert.Equal("abc", Text(pair.Socket.Peek(3)));
        byte[] buffer = new byte[10];
        Assert.Equal(6, pair.Socket.Peek(buffer));
        Assert.Equal(2, pair.Socket.Skip(2));
        Assert.True(pair.Socket.GetChar(out byte c));
        Assert.Equal((byte)'c', c);
        pair.Socket.UngetChar(c);
        pair.Socket.UngetChar((byte)'b');
        Assert.Equal("bcdef", Text(pair.Socket.ReadAll()));
        Assert.Equal(0, pair.Socket.Skip(5));
        Assert.False(pair.Socket.GetChar(out _));
    }

    [Fact]
    public void A_transaction_is_rolled_back_or_committed()
    {
        using PlainPair pair = new();
        using Warnings warnings = new();
        pair.Arrive("head\nbo");
        pair.Socket.StartTransaction();
        Assert.True(pair.Socket.IsTransactionStarted);
        Assert.Equal("head\n", Text(pair.Socket.ReadLine()));
        Assert.Equal(2, pair.Socket.BytesAvailable);
        Assert.False(pair.Socket.CanReadLine);
        Assert.Equal("b", Text(pair.Socket.Peek(1)));
        Assert.Equal("bo", Text(pair.Socket.Read(10)));
        pair.Socket.UngetChar((byte)'x');
        pair.Socket.StartTransaction();
        Assert.Equal(2, warnings.Take().Length);
        pair.Socket.RollbackTransaction();
        Assert.Equal(7, pair.Socket.BytesAvailable);

        pair.Arrive("dy\n!");
        pair.Socket.StartTransaction();
        Assert.Equal("head\n", Text(pair.Socket.ReadLine()));
        Assert.Equal("body\n", Text(pair.Socket.ReadLine()));
        pair.Socket.CommitTransaction();
        Assert.False(pair.Socket.IsTransactionStarted);
        Assert.Equal("!", Text(pair.Socket.ReadAll()));
        Assert.Empty(warnings.Take());
        pair.Socket.CommitTransaction();
        pair.Socket.RollbackTransaction();
        Assert.Equal(2, warnings.Take().Length);
    }

    [Fact]
    public void Closing_and_a_new_connection_cancel_a_transaction()
    {
        using PlainPair pair = new();
        pair.Arrive("abc");
        pair.Socket.StartTransaction();
        pair.Socket.Read(2);
        pair.Socket.Close();
        Assert.False(pair.Socket.IsTransactionStarted);
        Assert.Equal(0, pair.Socket.BytesAvailable);
    }

    [Fact]
    public void A_committed_transaction_lets_a_full_buffer_go_on()
    {
        using PlainPair pair = new();
        pair.Socket.ReadBufferSize = 4;
        pair.Peer.Write("abcdefgh");
        pair.Peer.Flush();
        Assert.True(pair.Socket.WaitForReadyRead(5000));
        pair.Socket.StartTransaction();
        Assert.Equal("abcd", Text(pair.Socket.ReadAll()));
        Assert.False(pair.Socket.WaitForReadyRead(0));
        pair.Socket.CommitTransaction();
        Assert.True(pair.Socket.WaitForReadyRead(5000), pair.Socket.ErrorString);
        Assert.Equal("efgh", Text(pair.Socket.ReadAll()));
    }

    [Fact]
    public void Text_mode_takes_carriage_returns_out()
    {
        using PlainPair pair = new(OpenMode.ReadWrite | OpenMode.Text);
        Assert.True(pair.Socket.IsTextModeEnabled);
        pair.Arrive("a\r\nb\rc\r\nd\r\n1\r2");
        Assert.Equal("a\n", Text(pair.Socket.ReadLine()));
        Assert.Equal("bc", Text(pair.Socket.Peek(2)));
        byte[] three = new byte[3];
        Assert.Equal(3, pair.Socket.Read(three));
        Assert.Equal("bc\n", Text(three));
        Assert.Equal(2, pair.Socket.Skip(2));
        Assert.Equal("12", Text(pair.Socket.ReadAll()));
        pair.Socket.IsTextModeEnabled = false;
        Assert.Equal(OpenMode.ReadWrite, pair.Socket.OpenMode);
        pair.Arrive("x\r\n");
        Assert.Equal("x\r\n", Text(pair.Socket.ReadAll()));
    }

    [Fact]
    public void Misuse_is_refused_with_a_warning()
    {
        using Warnings warnings = new();
        using QTcpSocket closed = new();
        byte[] buffer = new byte[1];
        (string Name, Func<bool> Refused)[] calls =
        [
            ("Read", () => closed.Read(buffer) == -1),
            ("Read", () => closed.Read(1).Length == 0),
            ("Read", () => closed.ReadAll().Length == 0),
            ("ReadLine", () => closed.ReadLine().Length == 0),
            ("ReadLine", () => closed.ReadLine(buffer) == -1),
            ("Peek", () => closed.Peek(1).Length == 0),
            ("Peek", () => closed.Peek(buffer) == -1),
            ("Skip", () => closed.Skip(1) == -1),
            ("Read", () => !closed.GetChar(out _)),
            ("Write", () => closed.Write(buffer) == -1),
            ("Write", () => closed.Write([]) == -1),
            ("Write", () => !closed.PutChar(1)),
            ("Seek", () => !closed.Seek(0)),
            ("Seek", () => !closed.Reset()),
            ("IsTextModeEnabled", () => { closed.IsTextModeEnabled = true; return !closed.IsTextModeEnabled; }),
            ("CurrentReadChannel", () => { closed.CurrentReadChannel = 1; return closed.CurrentReadChannel == 0; }),
            ("CurrentWriteChannel", () => { closed.CurrentWriteChannel = 1; return closed.CurrentWriteChannel == 0; }),
        ];
        foreach ((string name, Func<bool> refused) in calls)
        {
            Assert.True(refused(), name);
            Assert.Contains($"QTcpSocket.{name}:", Assert.Single(warnings.Take()), StringComparison.Ordinal);
        }

        using PlainPair pair = new();
        Assert.Empty(pair.Socket.Read(-1));
        Assert.Empty(pair.Socket.ReadLine(-1));
        Assert.Empty(pair.Socket.Peek(-1));
        Assert.Equal(-1, pair.Socket.Skip(-1));
        Assert.Equal(-1, pair.Socket.ReadLine(Span<byte>.Empty));
        Assert.Equal(5, warnings.Take().Length);
        Assert.Equal(0, pair.Socket.Pos);
        Assert.True(pair.Socket.IsSequential);
    }

    [Fact]
    public void Waits_without_a_connection_are_over_at_once()
    {
        using Warnings warnings = new();
        using QTcpSocket socket = new();
        Assert.False(socket.WaitForConnected(-1));
        Assert.False(socket.WaitForReadyRead(-1));
        Assert.Empty(warnings.Take());
        Assert.False(socket.WaitForBytesWritten(-1));
        Assert.Contains("QTcpSocket.WaitForBytesWritten:", Assert.Single(warnings.Take()), StringComparison.Ordinal);
        Assert.False(socket.WaitForDisconnected(-1));
        Assert.Contains("QTcpSocket.WaitForDisconnected:", Assert.Single(warnings.Take()), StringComparison.Ordinal);
        Assert.Equal(QSocketError.UnknownSocketError, socket.Error);

        using PlainPair pair = new();
        Assert.True(pair.Socket.WaitForConnected(0));
        Assert.False(pair.Socket.WaitForBytesWritten(-1));
        Assert.Equal(QSocketError.UnknownSocketError, pair.Socket.Error);
        Assert.False(pair.Socket.WaitForDisconnected(0));
        Assert.Equal((SocketState.ConnectedState, QSocketError.SocketTimeoutError), (pair.Socket.State, pair.Socket.Error));
    }

    [Fact]
    public void The_wrong_direction_is_refused_with_a_warning()
    {
        using Warnings warnings = new();
        using PlainPair reader = new(OpenMode.ReadOnly);
        Assert.True(reader.Socket.IsReadable && !reader.Socket.IsWritable);
        Assert.Equal(-1, reader.Socket.Write("x"));
        Assert.Contains("for reading only", Assert.Single(warnings.Take()), StringComparison.Ordinal);
        using PlainPair writer = new(OpenMode.WriteOnly);
        Assert.Equal(-1, writer.Socket.Read(new byte[1]));
        Assert.Contains("for writing only", Assert.Single(warnings.Take()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_can_be_opened_by_hand()
    {
        using QTcpSocket socket = new();
        Assert.True(socket.Open(OpenMode.ReadOnly));
        Assert.True(socket.IsOpen && socket.IsReadable);
        Assert.Equal("Unknown error", socket.ErrorString);
        using PlainPair pair = new();
        pair.Arrive("kept");
        Assert.True(pair.Socket.Open(OpenMode.ReadOnly));
        Assert.Equal("kept", Text(pair.Socket.ReadAll()));
        Assert.False(pair.Socket.IsWritable);
    }

    [Fact]
    public void A_connected_socket_has_one_channel_each_way_and_tells_of_it()
    {
        using PlainPair pair = new();
        Assert.Equal((1, 1), (pair.Socket.ReadChannelCount, pair.Socket.WriteChannelCount));
        using BoundScope bound = new();
        pair.Socket.AboutToClose += bound.Bind((_, _) => { });
        List<string> heard = [];
        pair.Socket.ReadyRead += (_, _) => heard.Add("readyRead");
        pair.Socket.ChannelReadyRead += (_, e) => heard.Add($"channelReadyRead {e.Channel}");
        pair.Socket.BytesWritten += (_, e) => heard.Add($"bytesWritten {e.Bytes}");
        pair.Socket.ChannelBytesWritten += (_, e) => heard.Add($"channelBytesWritten {e.Channel} {e.Bytes}");
        Assert.Equal(4, pair.Socket.Write("1234"));
        Assert.True(pair.Socket.PutChar((byte)'5'));
        pair.Socket.WaitForBytesWritten(5000);
        pair.Arrive("x");
        Assert.Equal(["bytesWritten 5", "channelBytesWritten 0 5", "readyRead", "channelReadyRead 0"], heard);
        pair.Socket.Abort();
        Assert.Equal((0, 0), (pair.Socket.ReadChannelCount, pair.Socket.WriteChannelCount));
    }
}
