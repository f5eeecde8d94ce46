namespace QSslCore;

/// <summary>The mode in which a device is open, with Qt's values.</summary>
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

    /// <summary>Open for reading and writing.</summary>
    ReadWrite = ReadOnly | WriteOnly,

    /// <summary>Data is written at the end. It has no meaning for a socket.</summary>
    Append = 0x04,

    /// <summary>The earlier contents are removed. It has no meaning for a socket.</summary>
    Truncate = 0x08,

    /// <summary>Line ends are translated: carriage returns are removed when data is read.</summary>
    Text = 0x10,

    /// <summary>The device itself buffers nothing.</summary>
    Unbuffered = 0x20,

    /// <summary>Opening fails if the file exists. It has no meaning for a socket.</summary>
    NewOnly = 0x40,

    /// <summary>Opening fails if the file does not exist. It has no meaning for a socket.</summary>
    ExistingOnly = 0x80,
}
