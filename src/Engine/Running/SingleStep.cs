using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Accounting;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Running;

/// <summary>Tells a recorder of one timed step, or of operators by themselves, as a run of nothing else; no host time.</summary>
public static class SingleStep
{
    /// <summary>Records the whole run.</summary>
    /// <param name="recorder">Who receives the records.</param>
    /// <param name="subject">What was timed.</param>
    /// <param name="shape">The sequences of the step; empty for operators without sequences.</param>
    /// <param name="timing">How it went.</param>
    /// <param name="window">The part whose transactions and packets are recorded too; null for none.</param>
    public static void Record(IRunRecorder recorder, StepSubject subject, StepShape shape, StepTiming timing, ObservedWindow? window = null)
    {
        ParallelPlan plan = subject.Plan;
        recorder.Begin(RunHeaders.OfMachine(subject.Platform, subject.Fidelity, plan, subject.Arithmetic, Tokens.Zero) with { Model = subject.Model, Window = window?.Window });
        var names = new NameTable(recorder);
        EnergyMeter? energy = MeterOf(subject);
        var tracks = new TrackTable(recorder);
        int device = tracks.Add(tracks.Add(-1, TrackKind.Replica, 0, "step"), TrackKind.Device, 0, plan.ReplicaDevices == 1 ? "device 0" : $"devices 0-{plan.ReplicaDevices - 1}, alike");
        recorder.Step(StepOf(shape, timing));
        var operators = new OperatorRecording(recorder, names, new BoundFinder(subject.Platform), energy, plan.StageDevices);
        foreach (OperatorTiming op in timing.Operators) operators.Record(op, device, Duration.Zero);
        window?.Repeat(new Probe(new RecordedProbes(recorder, names, tracks, device, 0, window.Window)));
        energy?.Finish(timing.Elapsed, replicas: 1, recorder, names);
        recorder.End(new RunEnd(SimTime.Zero + timing.Elapsed, Complete: true));
    }

    /// <summary>Energy is told where the machine says what the format's products cost.</summary>
    private static EnergyMeter? MeterOf(StepSubject subject) => subject.Platform.EnergyCosts is { } costs && EnergyMeter.Prices(costs, subject.Arithmetic)
        ? new EnergyMeter(costs, subject.Platform, subject.Arithmetic, subject.Plan.StageDevices, subject.Plan.PipelineParallel)
        : null;

    private static StepRecord StepOf(StepShape shape, StepTiming timing) => new()
    {
        Replica = 0,
        Ordinal = 0,
        Start = SimTime.Zero,
        End = SimTime.Zero + timing.Elapsed,
        PrefillRequests = shape.PrefillSequences,
        PrefillTokens = shape.PrefillTokens,
        DecodeRequests = shape.DecodeSequences,
        DecodeTokens = shape.DecodeSequences,
        ContextTokens = shape.Slices.Sum(s => (long)s.ContextTokens),
        Running = shape.Slices.Count,
        Origin = RunRecording.OriginOf(timing.Origin),
    };
}
