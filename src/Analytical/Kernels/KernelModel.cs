using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;

namespace DeepStack.Sim.Analytical.Kernels;

/// <summary>The time of a kernel in closed form: each run of stages lasts as long as its busiest resource, with what fills and drains the pipe.</summary>
/// <remarks>
/// <para>With the times of one stage l = load / stream rate, d = load / rate of the way to the cores, f = from shared / shared rate and c = compute, and</para>
/// <para>s = store / stream rate of a wave, a single run of n stages in w waves with B buffers a core takes launch + latencies + s and the largest of</para>
/// <para><c>units: l + d + f + n c + w start;  memory: n l + (w - 1) s + d + f + c;  path: l + n d + f + c;  shared: l + d + n f + c;</c></para>
/// <para><c>buffers: (n - 1) / B rounds of l + d + f + c and all latencies, then (n - 1) mod B times the slowest of l, d, f and c, then a round.</c></para>
/// <para>Loads and stores move whole lines over all channels, and what is left of a line serves who comes next, also a later kernel. So work of x bytes
/// meets min(1, x / line) lines that it must wait for on average, each for the latency of the banks and the time of a line; what needs no new line
/// comes at once.</para>
/// <para>Of several runs, the first one fills the pipe and the last one drains it. A calibration may change the rates, count some of the stores of</para>
/// <para>a wave to the units too, and expose a share of the second largest term (<see cref="EngineParameter"/>).</para>
/// </remarks>
/// <approximation>
/// Rates are those of long streams: row changes, refresh and turns between reading and writing are spread evenly; where in a line a kernel begins is
/// taken as its mean; the bound does not change within a run. Steps within 12 %, in the mean within 2 % of event fidelity.
/// </approximation>
public sealed class KernelModel
{
    private readonly LaunchSpec _launch;
    private readonly double _readPsPerByte;
    private readonly double _writePsPerByte;
    private readonly double _sharedPsPerByte;
    private readonly double _pathPsPerByte;
    private readonly double _lineBytes;
    private readonly double _readLatencyPs;
    private readonly double _writeLatencyPs;
    private readonly double _pathLatencyPs;
    private readonly double _sharedLatencyPs;
    private readonly double _exposed;
    private readonly double _waveStores;

    /// <param name="device">The rates of the device.</param>
    /// <param name="parameters">What a calibration found; null for the nominal values.</param>
    public KernelModel(DeviceRates device, EngineParameters? parameters = null)
    {
        parameters ??= EngineParameters.Nominal;
        double latency = parameters[EngineParameter.Latency];
        _launch = device.Compute.Launch;
        _readPsPerByte = 1e12 / (device.DramRate.BytesPerSecond * parameters[EngineParameter.ReadRate]);
        _writePsPerByte = _readPsPerByte * parameters[EngineParameter.WriteCost];
        _sharedPsPerByte = 1e12 / (device.Compute.Shared.Rate.BytesPerSecond * parameters[EngineParameter.SharedRate]);
        _pathPsPerByte = device.PathRate is { } path ? 1e12 / path.BytesPerSecond : 0;
        _lineBytes = device.MemoryLine.Count;
        _readLatencyPs = (device.MemoryLatency - device.PathLatency).Picoseconds * latency;
        _writeLatencyPs = device.WriteLatency.Picoseconds * latency;
        _pathLatencyPs = device.PathLatency.Picoseconds * latency;
        _sharedLatencyPs = device.Compute.Shared.Latency.Picoseconds * latency;
        _exposed = parameters[EngineParameter.Exposed];
        _waveStores = parameters[EngineParameter.WaveStores];
    }

    /// <summary>Predicts a kernel on an idle device.</summary>
    public KernelTime Predict(Kernel kernel)
    {
        ReadOnlySpan<StageRun> runs = kernel.Runs.AsSpan();
        double sum = kernel.LaunchTime(_launch).Picoseconds, busy = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            RunBounds bounds = BoundsOf(runs[i]);
            busy += bounds.Units;
            sum += bounds.Last(isFirst: i == 0, isLast: i == runs.Length - 1, _exposed);
        }
        sum += kernel.ReductionTime(_launch).Picoseconds;
        return new KernelTime(Rounded(sum), Rounded(busy));
    }

    private RunBounds BoundsOf(in StageRun run)
    {
        long bytes = run.ChannelLoad.Count;
        double load = bytes * _readPsPerByte, path = bytes * _pathPsPerByte, store = run.Store.Count * _writePsPerByte;
        double move = run.FromShared.Count * _sharedPsPerByte, compute = run.Compute.Picoseconds, stages = run.Stages;
        double latency = (load > 0 ? _pathLatencyPs : 0) + (move > 0 ? _sharedLatencyPs : 0), start = run.Start.Picoseconds;
        double lines = LinesOf(run, bytes), round = lines + latency + path + move + compute;
        long rounds = (run.Stages - 1) / run.Buffers, rest = (run.Stages - 1) % run.Buffers;
        double slowest = Math.Max(Math.Max(bytes < _lineBytes ? 0 : load, path), Math.Max(move, compute)), starts = rounds > 0 ? start * (1 + (run.Waves - 1.0) / run.Buffers) : 0;
        return new RunBounds
        {
            Load = Waits(bytes, _readPsPerByte, _readLatencyPs),
            Path = path,
            Move = move,
            Compute = compute,
            Store = Waits(run.Store.Count, _writePsPerByte, _writeLatencyPs),
            LatencyPs = latency,
            Units = stages * compute + run.Waves * start,
            HeldUp = (run.Waves - 1) * store * _waveStores,
            Banks = Share(stages * bytes) * _readLatencyPs,
            Memory = stages * load + (run.Waves - 1) * store,
            WholePath = stages * path,
            Shared = stages * move,
            FirstBuffers = rounds * round + rest * slowest + lines + starts,
            Buffers = (stages * round + run.Waves * start) / run.Buffers,
        };
    }

    /// <summary>How long bytes that are asked for at once are waited for, on average.</summary>
    private double Waits(long bytes, double psPerByte, double latencyPs) => Share(bytes) * latencyPs + bytes * psPerByte;

    /// <summary>What a round of loads into all buffers waits for new lines: each as long as the larger of one load and one line.</summary>
    private double LinesOf(in StageRun run, long load)
    {
        if (load == 0) return 0;
        return Share(Math.Min(run.Stages, run.Buffers) * (double)load) * (_readLatencyPs + Math.Max(load, _lineBytes) * _readPsPerByte);
    }

    /// <summary>How likely bytes are to need a line that has not come yet.</summary>
    private double Share(double bytes) => bytes < _lineBytes ? bytes / _lineBytes : Math.Min(bytes, 1);

    private static Duration Rounded(double picoseconds) => Duration.FromPicoseconds((long)Math.Round(picoseconds));

    /// <summary>What a stage takes of each resource, and a run in all; picoseconds.</summary>
    private readonly struct RunBounds
    {
        public double Load { get; init; }

        public double Path { get; init; }

        public double Move { get; init; }

        public double Compute { get; init; }

        public double Store { get; init; }

        public double LatencyPs { get; init; }

        public double Units { get; init; }

        public double HeldUp { get; init; }

        public double Banks { get; init; }

        public double Memory { get; init; }

        public double WholePath { get; init; }

        public double Shared { get; init; }

        public double FirstBuffers { get; init; }

        public double Buffers { get; init; }

        /// <summary>How long the run lasts beyond those beside it.</summary>
        public double Last(bool isFirst, bool isLast, double exposed)
        {
            double load = isFirst ? Load : 0, banks = isFirst ? Banks : 0, path = isFirst ? Path : 0, move = isFirst ? Move : 0, compute = isLast ? Compute : 0;
            double longest = 0, second = 0;
            Note(load + path + move + Units + HeldUp);
            Note(banks + Memory + path + move + compute);
            Note(load + WholePath + move + compute);
            Note(load + path + Shared + compute);
            Note(isFirst ? FirstBuffers + path + move + compute : Buffers);
            return longest + exposed * second + (isFirst ? LatencyPs : 0) + Store;

            void Note(double bound)
            {
                second = Math.Max(second, Math.Min(longest, bound));
                longest = Math.Max(longest, bound);
            }
        }
    }
}
