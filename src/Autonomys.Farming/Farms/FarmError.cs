namespace Autonomys.Farming.Farms;

/// <summary>Why a farm directory cannot be used as asked.</summary>
public enum FarmError
{
    /// <summary>An argument does not parse, is zero or contradicts another.</summary>
    InvalidArgument,

    /// <summary>The size does not hold one sector, holds too many, or is more than the disk has.</summary>
    DoesNotFit,

    /// <summary>The disk ran full while files were allocated; nothing half made was left.</summary>
    DiskFull,

    /// <summary>Another process holds the farm's lock.</summary>
    Locked,

    /// <summary>No farm in the directory, and creating one was not allowed.</summary>
    NotFound,

    /// <summary>The farm was made for another chain.</summary>
    WrongChain,

    /// <summary>The identity file is not the one the farm was made with.</summary>
    IdentityMismatch,

    /// <summary>The farm's sectors have more pieces than the chain allows.</summary>
    TooManyPiecesInSector,

    /// <summary>A file of the farm cannot be understood.</summary>
    Corrupt,

    /// <summary>A file of the farm has a version that this program does not know.</summary>
    UnsupportedVersion,

    /// <summary>The operating system refused to read or write a file of the farm.</summary>
    Io,
}
