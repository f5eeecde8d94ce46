namespace QSslCore;

/// <summary>How a device is open; Qt's numbers.</summary>
[Flags]
[QtMember("QIODeviceBase::OpenModeFlag")]
public enum OpenMode
{
    /// <summary>Not open.</summary>
    NotOpen = 0x00,

    /// <summary>Open for reading.</summary>
    ReadOnly = 0x01,

    /// <summary>Open for writing.</summary>
    WriteOnly = 0x02,

    /// <summary>Open for both.</summary>
    ReadWrite = ReadOnly | WriteOnly,

    /// <summary>Writes go to the end; of no meaning for a socket.</summary>
    Append = 0x04,

    /// <summary>Earlier contents are dropped; of no meaning for a socket.</summary>
    Truncate = 0x08,

    /// <summary>Line ends are translated: carriage returns are removed when reading.</summary>
    Text = 0x10,

    /// <summary>Nothing is buffered by the device itself.</summary>
    Unbuffered = 0x20,

    /// <summary>Fail when it exists; of no meaning for a socket.</summary>
    NewOnly = 0x40,

    /// <summary>Fail when it does not exist; of no meaning for a socket.</summary>
    ExistingOnly = 0x80,
}
