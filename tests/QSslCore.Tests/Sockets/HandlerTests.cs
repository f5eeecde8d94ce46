using System.Text;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>What handlers may do, and what becomes of it.</summary>
public sealed class HandlerTests
{
    public static TheoryData<string, string> Refusals
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string where in new[] { "PeerVerifyError", "SslErrors", "HandshakeInterruptedOnError" })
            {
                foreach (string end in new[] { "Abort", "Close", "Dispose", "DisconnectFromHost" })
                    data.Add(where, end);
            }
            return data;
        }
    }

    /// <summary>Errors that were ignored beforehand do not outrank a handler that has looked at the peer and leaves.</summary>
    [Theory, MemberData(nameof(Refusals))]
    public void Who_ends_the_connection_on_seeing_the_peer_has_sent_it_nothing(string where, string end)
    {
        if (where == "HandshakeInterruptedOnError")
            Needs.OpenSsl();
        using TlsServer server = new(TestPki.SelfSigned);
        using QSslSocket client = new();
        List<string> seen = [];
        switch (where)
        {
            case "PeerVerifyError":
                client.PeerVerifyError += (_, _) => Leave();
                break;
            case "SslErrors":
                client.SslErrors += (_, _) => Leave();
                break;
            default:
                QSslConfiguration configuration = client.SslConfiguration;
                configuration.HandshakeMustInterruptOnError = true;
                client.SslConfiguration = configuration;
                client.HandshakeInterruptedOnError += (_, _) =>
                {
                    client.ContinueInterruptedHandshake();
                    Leave();
                };
                break;
        }
        client.Encrypted += (_, _) => seen.Add("encrypted");
        client.Disconnected += (_, _) => seen.Add("disconnected");
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort);
        client.IgnoreSslErrors();
        client.Write("secret");
        Assert.True(client.WaitForConnected(5000), client.ErrorString);
        using QSslSocket accepted = server.Accept();
        accepted.Encrypted += (_, _) => seen.Add("server encrypted");
        Assert.False(client.WaitForEncrypted(10_000));
        Assert.Equal((SocketState.UnconnectedState, 0), (client.State, client.BytesToWrite));
        Assert.Equal(["end", "disconnected"], seen);
        // The loop may end it between the look and the wait.
        Assert.True(accepted.State == SocketState.UnconnectedState || accepted.WaitForDisconnected(5000)
            || accepted.State == SocketState.UnconnectedState);
        Assert.Empty(accepted.ReadAll());

        void Leave()
        {
            if (seen.Count == 0)
            {
                seen.Add("end");
                StormTests.End(client, end);
            }
        }
    }

    /// <summary>A thread that comes to wait while the event loop asks about the peer puts nothing off.</summary>
    [Fact]
    public void Who_leaves_on_seeing_the_peer_has_left_although_another_thread_came_to_wait_meanwhile()
    {
        using TlsServer server = new(TestPki.SelfSigned);
        using QSslSocket client = new();
        using ManualResetEventSlim asked = new();
        bool encrypted = false;
        bool isThere = false;
        SocketState left = SocketState.ConnectedState;
        Thread waiter = new(() => client.WaitForEncrypted(10_000)) { IsBackground = true };
        client.SslErrors += (_, _) =>
        {
            asked.Set();
            // It blocks behind the gate, since the loop drives.
            isThere = SpinWait.SpinUntil(() => waiter.ThreadState.HasFlag(ThreadState.WaitSleepJoin), 5000);
            client.DisconnectFromHost();
            left = client.State;
        };
        client.Encrypted += (_, _) => encrypted = true;
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort);
        client.IgnoreSslErrors();
        client.Write("secret");
        using QSslSocket accepted = server.Accept();
        accepted.Encrypted += (_, _) => { };
        Assert.True(asked.Wait(5000));
        waiter.Start();
        Assert.True(waiter.Join(10_000));
        Assert.True(isThere);
        Assert.NotEqual(SocketState.ConnectedState, left);
        Assert.False(encrypted);
        Assert.True(accepted.State == SocketState.UnconnectedState || accepted.WaitForDisconnected(5000)
            || accepted.State == SocketState.UnconnectedState);
        Assert.Empty(accepted.ReadAll());
    }

    [Fact]
    public void A_disconnect_that_is_asked_for_during_a_handshake_still_lets_what_was_written_through()
    {
        using TlsServer server = new(TestPki.SelfSigned);
        using QSslSocket client = new();
        client.PeerVerifyError += (_, _) => { };
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort);
        client.IgnoreSslErrors();
        client.Write("last words");
        Assert.True(client.WaitForConnected(5000), client.ErrorString);
        client.DisconnectFromHost();
        using QSslSocket accepted = server.AcceptEncrypted();
        Assert.True(accepted.BytesAvailable > 0 || accepted.WaitForReadyRead(5000), accepted.ErrorString);
        Assert.Equal("last words", Encoding.ASCII.GetString(accepted.ReadAll()));
    }

    /// <summary>A handler that throws whenever it is told of an error is told of that once.</summary>
    [Theory]
    [InlineData("ErrorOccurred")]
    [InlineData("StateChanged")]
    [InlineData("Disconnected")]
    public void A_handler_that_always_throws_comes_to_rest(string which)
    {
        using PlainPair pair = new();
        int calls = 0;
        switch (which)
        {
            case "ErrorOccurred":
                pair.Socket.ErrorOccurred += (_, _) => Throw();
                break;
            case "StateChanged":
                pair.Socket.StateChanged += (_, _) => Throw();
                break;
            default:
                pair.Socket.Disconnected += (_, _) => Throw();
                break;
        }
        pair.Peer.Abort();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref calls) > 0, 5000));
        // Another of the loop's clients is served behind whatever it still has to do for this one.
        for (int i = 0; i < 20; i++)
        {
            using PlainPair other = new();
            using ManualResetEventSlim served = new();
            other.Socket.ReadyRead += (_, _) => served.Set();
            other.Peer.Write("x");
            other.Peer.Flush();
            Assert.True(served.Wait(5000));
        }
        Assert.InRange(calls, 1, 4);
        Assert.Equal(SocketState.UnconnectedState, pair.Socket.State);
        Assert.Contains("mine", Assert.Throws<TimeZoneNotFoundException>(() => pair.Socket.WaitForReadyRead(0)).Message,
            StringComparison.Ordinal);

        void Throw()
        {
            Interlocked.Increment(ref calls);
            throw new TimeZoneNotFoundException("mine");
        }
    }

    /// <summary>Qt's documentation: whoever has data in a buffer of its own that is still to be written does it now.</summary>
    [Fact]
    public void What_is_written_when_the_device_is_about_to_close_leaves()
    {
        using PlainPair pair = new();
        List<string> seen = [];
        pair.Socket.StateChanged += (_, e) => seen.Add(e.SocketState.ToString());
        pair.Socket.Disconnected += (_, _) => seen.Add("disconnected");
        pair.Socket.AboutToClose += (_, _) =>
        {
            seen.Add($"aboutToClose {pair.Socket.IsOpen} {pair.Socket.Write("rest")}");
            // It is being closed already.
            pair.Socket.Close();
        };
        pair.Socket.Close();
        Assert.False(pair.Socket.IsOpen);
        Assert.True(pair.Peer.WaitForDisconnected(5000) || pair.Peer.State == SocketState.UnconnectedState);
        Assert.Equal("rest", Encoding.ASCII.GetString(pair.Peer.ReadAll()));
        Assert.True(SpinWait.SpinUntil(() => pair.Socket.State == SocketState.UnconnectedState, 5000));
        Assert.Equal(["aboutToClose True 4", "ClosingState", "UnconnectedState", "disconnected"], seen);
    }

    [Fact]
    public async Task A_device_whose_listeners_cannot_be_called_here_closes_all_the_same()
    {
        using PlainPair pair = new();
        using BoundScope bound = new();
        int told = 0;
        pair.Socket.AboutToClose += bound.Bind((_, _) => told++);
        await Task.Run(pair.Socket.Close).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.False(pair.Socket.IsOpen);
        pair.Socket.WaitForReadyRead(0);
        Assert.Equal(1, told);
    }

    [Fact]
    public void A_handler_of_aboutToClose_that_aborts_or_throws_leaves_nothing_half_closed()
    {
        using PlainPair aborted = new();
        int told = 0;
        aborted.Socket.AboutToClose += (_, _) =>
        {
            told++;
            aborted.Socket.Abort();
        };
        aborted.Socket.Close();
        Assert.Equal((1, SocketState.UnconnectedState, false), (told, aborted.Socket.State, aborted.Socket.IsOpen));

        using PlainPair thrown = new();
        thrown.Socket.AboutToClose += (_, _) => throw new TimeZoneNotFoundException();
        Assert.Throws<TimeZoneNotFoundException>(thrown.Socket.Close);
        Assert.Equal((SocketState.UnconnectedState, false), (thrown.Socket.State, thrown.Socket.IsOpen));
    }
}
