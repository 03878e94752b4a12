using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Tests.Disaggregation;

/// <summary>Replicas whose steps take a microsecond a token, joined by a transport that takes a time for each block.</summary>
internal sealed class Cluster : IServingObserver
{
    private static readonly Duration PerToken = Duration.FromNanoseconds(1_000);

    public required IReadOnlyList<PoolRole> Roles { get; init; }

    public TransferMode Mode { get; init; }

    public Duration PerBlock { get; init; } = Duration.FromNanoseconds(10_000);

    public Duration Timeout { get; init; } = KvTransferSpec.DefaultTimeout;

    public SchedulerSpec Spec { get; init; } = new() { BlockCount = 1000 };

    public SchedulerSpec? DecodeSpec { get; init; }

    public HostCosts Costs { get; init; } = HostCosts.None;

    public int HostBlocks { get; init; }

    public List<RequestTimeline> Finished { get; } = [];

    public List<string> Steps { get; } = [];

    public List<ReplicaScheduler> Schedulers { get; } = [];

    public List<(KvMove Move, SimTime Begun)> Moves { get; private set; } = [];

    public Cluster Serve(params IReadOnlyList<TraceRequest> requests)
    {
        var simulation = new Simulation();
        var transport = new RecordedTransport(simulation, PerBlock);
        Schedulers.AddRange(Roles.Select(role => new ReplicaScheduler(role == PoolRole.Decode ? DecodeSpec ?? Spec : Spec)));
        ReplicaSetup[] replicas = [.. Schedulers.Select(s => new ReplicaSetup(s, new TokenTime()))];
        var setup = new KvExchangeSetup(
            Roles, new KvTransferSpec(Mode, Timeout), Routers.Open("least-outstanding", 1), transport, [.. Roles.Select(_ => HostBlocks)]);
        new ServingRun(simulation, requests, replicas, Routers.Open("least-outstanding", 1), Costs, this, setup).RunToEnd();
        Moves = transport.Moves;
        return this;
    }

    public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end) =>
        Steps.Add($"{replica} {start} {end} {step.Shape.NewTokens} {step.TokensReturned} {step.BlocksInUse} {step.Waiting}");

    public void RequestFinished(int replica, in RequestTimeline timeline) => Finished.Add(timeline);

    internal sealed class TokenTime : IStepModel
    {
        public Duration DurationOf(StepShape shape) => PerToken * shape.NewTokens;
    }
}
