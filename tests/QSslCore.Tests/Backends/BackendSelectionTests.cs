using QSslCore.Tests.Simulation;
using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>Which backend is used where nobody chose, and who may choose until when: Qt's rules.</summary>
public sealed class BackendSelectionTests
{
    private static readonly TlsBackendCandidate s_gone = new("gone", null, "Its library is missing: install it.");

    [Fact]
    public void Backends_are_preferred_in_their_order()
    {
        TlsBackendSelection all = new(() => [Named("first"), s_gone, Named("second")], () =>
            [Named("plug-in"), new("broken", null, "It is broken.")]);
        Assert.Equal(["first", "second", "plug-in", "cert-only"], all.Available.Select(b => b.Name));
        Assert.Equal([("gone", s_gone.Reason), ("broken", "It is broken.")], all.Unusable.Select(u => (u.Name, u.Reason)));
        Assert.Equal("first", all.Current.Name);
        Assert.Equal("", all.Absence);

        TlsBackendSelection onlyPlugin = new(() => [s_gone], () => [Named("plug-in")]);
        Assert.Equal("plug-in", onlyPlugin.Active.Name);
        TlsBackendSelection nothing = new(() => [s_gone], () => []);
        Assert.Equal("cert-only", nothing.Active.Name);
        Assert.Equal(s_gone.Reason, nothing.Absence);
        Assert.Contains(
            "install it", Assert.Throws<TlsSetupException>(() =>
                nothing.Active.CreateEngine(new(SslMode.SslClientMode, new(), null), new NullTransport())).Message,
            StringComparison.Ordinal);

        string[] here = ["openssl", "schannel", "securetransport", "sslstream", "cert-only"];
        Assert.Equal(here.Where(QSslSocket.AvailableBackends.Contains), QSslSocket.AvailableBackends.Where(here.Contains));
        Assert.Equal("cert-only", QSslSocket.AvailableBackends[^1]);
    }

    [Fact]
    public void Plug_ins_are_loaded_only_when_they_are_needed()
    {
        int loads = 0;
        TlsBackendSelection selection = new(() => [Named("first")], () =>
        {
            loads++;
            return [Named("plug-in")];
        });
        Assert.Equal("first", selection.Active.Name);
        Assert.Equal("first", selection.Find("FIRST")!.Name);
        Assert.Equal("cert-only", selection.Find("cert-only")!.Name);
        Assert.Equal(0, loads);
        Assert.Equal("plug-in", selection.Find("Plug-In")!.Name);
        Assert.Equal(2 + 1, selection.Available.Count);
        Assert.Equal(1, loads);
    }

    [Fact]
    public void The_first_use_settles_the_choice()
    {
        TlsBackendSelection selection = new(() => [Named("first"), Named("second"), s_gone], () => []);
        Assert.False(selection.TryChoose("", out string refusal));
        Assert.Contains("empty", refusal, StringComparison.Ordinal);
        Assert.False(selection.TryChoose("third", out refusal));
        Assert.Equal("There is no TLS backend named 'third'; available: first, second, cert-only.", refusal);
        Assert.False(selection.TryChoose("gone", out refusal));
        Assert.EndsWith(s_gone.Reason, refusal, StringComparison.Ordinal);
        Assert.True(selection.TryChoose("Second", out refusal));
        Assert.Equal(("second", ""), (selection.Current.Name, refusal));
        Assert.True(selection.TryChoose("first", out _));

        // A look settles nothing, a use does.
        Assert.Equal("first", selection.Peek("")!.Name);
        Assert.True(selection.TryChoose("second", out _));
        Assert.Equal("second", selection.Find("")!.Name);
        Assert.False(selection.TryChoose("first", out refusal));
        Assert.Contains("'second' is in use already", refusal, StringComparison.Ordinal);
        Assert.False(selection.TryChoose("no such", out _));
        Assert.True(selection.TryChoose("second", out _));
        Assert.Equal("second", selection.Active.Name);
    }

    [Fact]
    public void The_sockets_own_members_follow()
    {
        string active = TlsBackendRegistry.Active.Name;
        Assert.Equal(active, QSslSocket.ActiveBackend);
        Assert.True(QSslSocket.SupportsSsl);
        Assert.Equal(TlsBackendRegistry.Active.LibraryVersionString, QSslSocket.SslLibraryVersionString);
        Assert.Equal(TlsBackendRegistry.Active.LibraryVersionNumber, QSslSocket.SslLibraryVersionNumber);
        Assert.Equal(TlsBackendRegistry.Active.LibraryBuildVersionString, QSslSocket.SslLibraryBuildVersionString);
        Assert.Equal(TlsBackendRegistry.Active.LibraryBuildVersionNumber, QSslSocket.SslLibraryBuildVersionNumber);
        Assert.NotEmpty(QSslSocket.SslLibraryVersionString);
        Assert.True(QSslSocket.SetActiveBackend(active.ToUpperInvariant()));
        Assert.False(QSslSocket.SetActiveBackend(""));
        Assert.False(QSslSocket.SetActiveBackend("cert-only"));
        Assert.Equal(active, QSslSocket.ActiveBackend);
        Assert.False(QSslSocket.IsClassImplemented(ImplementedClass.Socket, "cert-only"));
        Assert.True(QSslSocket.IsClassImplemented(ImplementedClass.Key, "cert-only"));
        Assert.Empty(QSslSocket.SupportedProtocols("cert-only"));
        Assert.Empty(QSslSocket.SupportedProtocols("no such"));
        Assert.Empty(QSslSocket.SupportedFeatures("no such"));
        Assert.Empty(QSslSocket.ImplementedClasses("no such"));
        Assert.Equal(QSslSocket.SupportedProtocols(active), QSslSocket.SupportedProtocols());
        Assert.All(BackendPairs.WithTls, b => Assert.True(QSslSocket.IsProtocolSupported(SslProtocol.TlsV1_2, b)));
        Assert.All(BackendPairs.WithTls, b => Assert.True(QSslSocket.IsFeatureSupported(SupportedFeature.ClientSideAlpn, b)));
    }

    private static TlsBackendCandidate Named(string name) => new(name, new NamedBackend(name));

    private sealed class NamedBackend(string name) : ToyBackend(ToyPeer.Good)
    {
        public override string Name => name;
    }
}
