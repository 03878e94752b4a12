using DeepStack.Sim.Compute;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>What a kernel takes at least if it is cut into tiles of one size; picoseconds.</summary>
/// <param name="Tiles">Tiles if k is not split.</param>
/// <param name="LoadPs">All bytes read from memory.</param>
/// <param name="StorePs">All bytes written to it.</param>
/// <param name="MovedPs">What one tile's k step takes of the shared buffer.</param>
/// <param name="ProductPs">One k step.</param>
/// <param name="Buffers">Buffers of a core.</param>
internal readonly record struct TileBounds(long Tiles, double LoadPs, double StorePs, double MovedPs, double ProductPs, int Buffers)
{
    /// <summary>More than floating arithmetic loses, less than a picosecond.</summary>
    private const double Slack = 1e-3;

    /// <summary>
    /// What <see cref="DeviceRates.Predict(Kernel)"/> says at least, launch and reduction left out: its formula without the rounding up of bytes and times.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="split">Pieces of k.</param>
    /// <param name="steps">K steps of a piece.</param>
    public double LeastOf(DeviceRates device, int split, long steps)
    {
        ComputeSpec compute = device.Compute;
        long tiles = Tiles * split, waves = (tiles + compute.Cores - 1) / compute.Cores;
        double stages = waves * (double)steps, moved = MovedPs * tiles / waves;
        double latency = device.MemoryLatency.Picoseconds + (double)compute.Shared.Latency.Picoseconds;
        double units = stages * ProductPs + waves * (double)compute.Launch.Wave.Picoseconds;
        // Of two runs each is rounded down.
        double waiting = (LoadPs + stages * (latency + moved + ProductPs)) / Buffers - 2;
        double longest = Math.Max(Math.Max(LoadPs + StorePs, stages * moved), Math.Max(units, waiting));
        return Math.Ceiling(longest - Slack) + latency;
    }
}
