using DeepStack.Sim.Engine.Confidence;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Running;

/// <summary>How many steps a run will have, and a few of them to try out; found by serving the requests in closed form.</summary>
public sealed class StepCensus
{
    private const int SampleOfStratum = 2;

    private readonly StepExecutors _executors;
    private readonly StepShape[] _sample;

    private StepCensus(StepExecutors executors, long steps, StepShape[] sample)
    {
        _executors = executors;
        Steps = steps;
        _sample = sample;
    }

    /// <summary>Steps of the run.</summary>
    public long Steps { get; }

    /// <summary>Steps that <see cref="SimulateSample"/> simulates.</summary>
    public int Sampled => _sample.Length;

    /// <summary>Counts the steps of a run.</summary>
    /// <exception cref="OperationCanceledException">The user does not want to wait.</exception>
    public static StepCensus Of(PreparedRun prepared, CancellationToken cancellation)
    {
        var reservoir = new StepReservoir(prepared.Scenario.Seed);
        StepExecutors executors = prepared.Executors();
        new SimulationRun(prepared, new RunServices { Cancellation = cancellation }).Observe(new ObservedExecutor(executors.For(Fidelity.Analytical), reservoir));
        return new StepCensus(executors, reservoir.Offered, [.. Enum.GetValues<StepStratum>().SelectMany(s => reservoir.First(s, SampleOfStratum)).Select(s => s.Shape)]);
    }

    /// <summary>Simulates the sample at fidelity event.</summary>
    public void SimulateSample()
    {
        foreach (StepShape shape in _sample) _executors.For(Fidelity.Event).Execute(shape);
    }
}
