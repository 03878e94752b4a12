using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Serving.Profiled;

/// <summary>The links between devices that share a model's layers, for the all-reduces a kernel profile does not hold.</summary>
/// <remarks>
/// vLLM sums small messages in one kernel that reads the peers' buffers directly: below 512 KiB on up to 4 devices, 256 KiB on up to 8
/// (its custom all-reduce). Larger ones go round a ring.
/// </remarks>
/// <param name="Devices">Devices that share a layer.</param>
/// <param name="Latency">Of one hop of the ring.</param>
/// <param name="Bandwidth">Of one link and direction.</param>
public sealed record TensorLinks(int Devices, Duration Latency, Bandwidth Bandwidth)
{
    /// <summary>Time of a direct all-reduce of a small message; 10 us fits two devices on PCIe.</summary>
    public Duration DirectLatency { get; init; } = Duration.FromNanoseconds(10_000);

    /// <summary>Time of one all-reduce in microseconds.</summary>
    public double AllReduceMicroseconds(double bytes)
    {
        if (bytes < DirectBelow) return DirectLatency.Microseconds;
        return 2 * (Devices - 1) * (Latency.Microseconds + bytes / Devices / Bandwidth.BytesPerSecond * 1e6);
    }

    private int DirectBelow => Devices <= 4 ? 512 << 10 : Devices <= 8 ? 256 << 10 : 0;
}
