using System.Management.Automation;
using System.Net;

namespace QSslModule;

// What is asked of the domain name system.
public sealed partial class TestSslHostCommand
{
    /// <summary>
    /// Looks up the TLSA records of the hosts, and holds them against the certificates. A validated record of usage 3 makes up for an
    /// unknown issuer, the name and the time, one of usage 2 for an unknown issuer. Records that were not validated prove nothing.
    /// </summary>
    [Parameter]
    public SwitchParameter Dane { get; set; }

    /// <summary>Takes the hosts for mail domains, and tests each host of their MX records, by smtp on port 25 unless told.</summary>
    [Parameter]
    public SwitchParameter Mx { get; set; }

    /// <summary>The resolver for -Dane and -Mx: an address, with :port where it is not 53. The default is that of the system.</summary>
    [Parameter]
    [SslDnsServerTransformation]
    public IPEndPoint? DnsServer { get; set; }
}
