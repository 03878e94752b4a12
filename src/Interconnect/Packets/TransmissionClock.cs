using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>How long a link direction is occupied by a packet.</summary>
/// <remarks>
/// time = 8 * bytes / rate, to the nearest multiple of the unit; exact halves go down, as they do in the reference
/// (its quotient of whole numbers is cut off before it is rounded).
/// </remarks>
internal sealed class TransmissionClock
{
    private const ulong PicosecondsTimesBits = 8_000_000_000_000;

    private readonly ulong _bitsPerSecond;
    private readonly ulong _unitPs;

    public TransmissionClock(Bandwidth rate, Duration unit)
    {
        _bitsPerSecond = checked((ulong)Math.Round(rate.BytesPerSecond * 8));
        _unitPs = (ulong)unit.Picoseconds;
    }

    /// <summary>The occupation in picoseconds.</summary>
    public long PicosecondsFor(long bytes)
    {
        UInt128 twice = (UInt128)2 * (ulong)bytes * PicosecondsTimesBits;
        UInt128 denominator = (UInt128)_bitsPerSecond * _unitPs;
        UInt128 units = (twice + denominator - 1) / (2 * denominator);
        return checked((long)(units * _unitPs));
    }
}
