using System.Runtime.CompilerServices;
using QSslCore.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>Who ends something while the event loop is at it finds it ended: the loop's pass is over in a moment.</summary>
public sealed class EndingTests
{
    public static TheoryData<string> Ends => ["Abort", "Close", "Dispose"];

    [Theory, MemberData(nameof(Ends))]
    public void A_socket_is_ended_after_the_pass_that_is_under_way(string end)
    {
        using PlainPair pair = new();
        using ManualResetEventSlim inside = new(), go = new();
        pair.Socket.ReadyRead += (_, _) =>
        {
            inside.Set();
            go.Wait(5000);
        };
        pair.Peer.Write("x");
        pair.Peer.Flush();
        Assert.True(inside.Wait(5000));
        EndWhile(go, () =>
        {
            switch (end)
            {
                case "Abort":
                    pair.Socket.Abort();
                    break;
                case "Close":
                    pair.Socket.Close();
                    break;
                default:
                    pair.Socket.Dispose();
                    break;
            }
        });
        Assert.Equal((SocketState.UnconnectedState, false), (pair.Socket.State, pair.Socket.IsOpen));
    }

    [Fact]
    public void A_server_has_stopped_after_the_pass_that_is_under_way()
    {
        using QTcpServer server = new();
        using ManualResetEventSlim inside = new(), go = new();
        server.PendingConnectionAvailable += (_, _) =>
        {
            inside.Set();
            go.Wait(5000);
        };
        Assert.True(server.Listen(System.Net.IPAddress.Loopback));
        using QTcpSocket client = new();
        client.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(client.WaitForConnected(5000));
        Assert.True(inside.Wait(5000));
        EndWhile(go, server.Close);
        Assert.Equal((false, 0), (server.IsListening, server.ServerPort));
    }

    /// <summary>A handler that does not end is not waited for: it ends the connection itself, when it is done.</summary>
    [Fact]
    public void A_handler_that_takes_its_time_does_so_later()
    {
        using PlainPair pair = new();
        using ManualResetEventSlim inside = new(), go = new(), ended = new();
        pair.Socket.Disconnected += (_, _) => ended.Set();
        pair.Socket.ReadyRead += (_, _) =>
        {
            inside.Set();
            go.Wait(20_000);
        };
        pair.Peer.Write("x");
        pair.Peer.Flush();
        Assert.True(inside.Wait(5000));
        pair.Socket.Abort();
        Assert.Equal(SocketState.ConnectedState, pair.Socket.State);
        go.Set();
        Assert.True(ended.Wait(5000));
    }

    /// <summary>Handlers that nobody removed, and a debt that can no longer be paid, keep nothing alive.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void The_loop_lets_go_of_a_socket_that_was_aborted(bool listens)
    {
        List<WeakReference> sockets = [];
        for (int i = 0; i < 20; i++)
            sockets.Add(Aborted(listens));
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                return !sockets.Any(s => s.IsAlive);
            },
            5000), $"{sockets.Count(s => s.IsAlive)} of {sockets.Count} are alive");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Aborted(bool listens)
    {
        using EncryptedPair pair = new();
        if (listens)
        {
            using ManualResetEventSlim heard = new();
            pair.Client.ReadyRead += (_, _) => heard.Set();
            pair.Server.Write("x"u8);
            Assert.True(pair.Server.WaitForBytesWritten(5000) && heard.Wait(5000));
        }
        else
        {
            do
            {
                pair.Client.Write(new byte[64 * 1024]);
            }
            while (pair.Client.WaitForBytesWritten(0));
        }
        pair.Client.Abort();
        return new(pair.Client);
    }

    /// <summary>Who waits for a handler to end may find that it has disposed of the socket.</summary>
    [Theory, InlineData("connect"), InlineData("adopt"), InlineData("bind"), InlineData("listen")]
    public void What_was_disposed_of_meanwhile_begins_nothing(string what)
    {
        using PlainPair pair = new(), other = new();
        using QTcpServer server = new();
        using ManualResetEventSlim inside = new(), go = new();
        pair.Socket.ReadyRead += (_, _) => DisposeOf(pair.Socket);
        server.PendingConnectionAvailable += (_, _) => DisposeOf(server);
        if (what == "listen")
        {
            Assert.True(server.Listen(System.Net.IPAddress.Loopback));
            other.Socket.Abort();
            other.Socket.ConnectToHost("127.0.0.1", server.ServerPort);
            Assert.True(other.Socket.WaitForConnected(5000));
        }
        else
        {
            pair.Peer.Write("x");
            pair.Peer.Flush();
        }
        Assert.True(inside.Wait(5000));
        EndWhile(go, () => Assert.Throws<ObjectDisposedException>(() => what switch
        {
            "connect" => Connect(),
            "adopt" => pair.Socket.SetSocketDescriptor(other.Peer.SocketDescriptor),
            "bind" => pair.Socket.Bind(),
            _ => server.Listen(),
        }));
        Assert.Equal(-1, what == "listen" ? server.SocketDescriptor : pair.Socket.SocketDescriptor);

        void DisposeOf(IDisposable it)
        {
            inside.Set();
            go.Wait(5000);
            it.Dispose();
        }
        bool Connect()
        {
            pair.Socket.ConnectToHost("127.0.0.1", 1);
            return true;
        }
    }

    /// <summary>TLS could not be set up, and the connection was left open, as Qt has it: its end is told all the same.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void A_connection_that_TLS_was_not_set_up_on_ends_as_any_other(bool listens)
    {
        using PlainPair pair = new();
        using QSslSocket socket = new();
        List<string> seen = [];
        using ManualResetEventSlim ended = new();
        Assert.True(socket.SetSocketDescriptor(SystemSockets.Take(pair.Socket)));
        pair.Socket.Abort();
        void Note(object? sender, ErrorOccurredEventArgs e) => seen.Add(e.SocketError.ToString());
        socket.ErrorOccurred += Note;
        socket.LocalCertificate = TestPki.Server.Certificate;
        socket.StartServerEncryption();
        socket.ErrorOccurred -= Note;
        Assert.Equal([nameof(QSocketError.SslInvalidUserDataError), nameof(QSocketError.SslInternalError)], seen);
        Assert.Equal((SocketState.ConnectedState, SslMode.SslServerMode), (socket.State, socket.Mode));
        Assert.False(socket.WaitForDisconnected(50));
        Assert.Equal(QSocketError.SocketTimeoutError, socket.Error);
        Assert.False(socket.WaitForEncrypted(5000));
        if (listens)
            socket.Disconnected += (_, _) => ended.Set();
        pair.Peer.Write("is anybody there?");
        pair.Peer.DisconnectFromHost();
        Assert.True(listens ? ended.Wait(5000) : socket.WaitForDisconnected(5000), socket.ErrorString);
        Assert.Equal((SocketState.UnconnectedState, QSocketError.RemoteHostClosedError), (socket.State, socket.Error));
        Assert.Equal(0, socket.BytesAvailable);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_wait_for_the_end_is_true_when_the_end_came_before_it(bool encrypted)
    {
        using EncryptedPair? secret = encrypted ? new() : null;
        using PlainPair? plain = encrypted ? null : new();
        QTcpSocket socket = secret?.Client ?? plain!.Socket;
        using Warnings warnings = new();
        socket.DisconnectFromHost();
        Assert.True(socket.WaitForDisconnected(5000), socket.ErrorString);
        Assert.Equal(SocketState.UnconnectedState, socket.State);
        Assert.True(socket.WaitForDisconnected(0));
        Assert.Equal(-1, socket.Write("too late"));
        QTcpSocket peer = secret?.Server ?? plain!.Peer;
        Assert.True(peer.WaitForDisconnected(5000), peer.ErrorString);
        Assert.True(peer.WaitForDisconnected(0));
        Assert.Equal(-1, peer.Write("too late"));
        // A new attempt that leads to no connection has no end to wait for.
        socket.ConnectToHost("256.256.256.256", 1);
        Assert.False(socket.WaitForConnected(5000));
        Assert.False(socket.WaitForDisconnected(0));
    }

    [Fact]
    public void An_end_that_was_asked_for_waits_for_what_was_written_and_is_seen_to()
    {
        using EncryptedPair pair = new();
        byte[] data = new byte[16 * 1024 * 1024];
        Assert.Equal(data.Length, pair.Client.Write(data));
        pair.Client.DisconnectFromHost();
        Assert.Equal(SocketState.ClosingState, pair.Client.State);
        Assert.False(pair.Client.WaitForDisconnected(50));
        Assert.Equal(SocketState.ClosingState, pair.Client.State);
        long received = 0;
        pair.Server.ReadyRead += (_, _) => Interlocked.Add(ref received, pair.Server.ReadAll().Length);
        Assert.True(pair.Client.WaitForDisconnected(30_000), pair.Client.ErrorString);
        Assert.True(SpinWait.SpinUntil(() => Interlocked.Read(ref received) == data.Length, 10_000), $"{received} bytes came.");
    }

    /// <summary>Lets the handler go on when this thread has begun to wait for it.</summary>
    private static void EndWhile(ManualResetEventSlim go, Action end)
    {
        Thread me = Thread.CurrentThread;
        // A thread of its own: a busy pool would start it after the patience of the end.
        Thread release = new(() =>
        {
            SpinWait.SpinUntil(() => me.ThreadState.HasFlag(ThreadState.WaitSleepJoin), 5000);
            go.Set();
        });
        release.Start();
        end();
        Assert.True(go.IsSet, "the end did not wait");
        Assert.True(release.Join(5000));
    }
}
