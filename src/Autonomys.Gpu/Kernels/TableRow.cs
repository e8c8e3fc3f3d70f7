using System.Runtime.InteropServices;

namespace Autonomys.Gpu.Kernels;

/// <summary>
/// An entry of a table as 128 bits, the first of them highest in <see cref="W0"/>: y (K + 6 bits), metadata (at most 4·K bits) and, in the
/// last 22 bits, the position in creation order. The same words as those of the processor's rows.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct TableRow
{
    public uint W0;
    public uint W1;
    public uint W2;
    public uint W3;
}
