using BenchmarkDotNet.Attributes;

namespace DeepStack.Sim.Benchmarks.Kernel;

/// <summary>The hold model under BenchmarkDotNet, with allocation per run.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private const int Events = 1_000_000;

    private HoldHandler _handler = null!;
    private HoldProcesses _processes = null!;
    private HoldPriorityQueue _priorityQueue = null!;

    /// <summary>Events pending at any moment.</summary>
    [Params(1, 1_000, 100_000)]
    public int Pending { get; set; }

    /// <summary>How delays are drawn.</summary>
    [Params("uniform", "exponential", "bimodal", "ties", "constant")]
    public string Delays { get; set; } = "uniform";

    /// <summary>Fills the queues.</summary>
    [GlobalSetup]
    public void Fill()
    {
        _handler = new HoldHandler(DelayTable.Of(Delays), Pending);
        _processes = new HoldProcesses(DelayTable.Of(Delays), Pending);
        _priorityQueue = new HoldPriorityQueue(DelayTable.Of(Delays), Pending);
    }

    /// <summary>Our kernel with one handler.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public void Handler() => _handler.Run(Events);

    /// <summary>Our kernel with processes.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public void Processes() => _processes.Run(Events);

    /// <summary>The framework's priority queue.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public void PriorityQueue() => _priorityQueue.Run(Events);
}
