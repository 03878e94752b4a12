using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Disaggregation;

/// <summary>Joins the scheduler of one rank to the blocks of other replicas and of its host: first what is handed over, then what the host holds.</summary>
internal sealed class RankConnector(KvExchange exchange, int rank, HostTier? host) : IKvConnector
{
    public int TokensAtHand(TraceRequest request, int known, int local) =>
        exchange.Brings(request, rank) ? request.InputTokens : host?.TokensAtHand(request, known, local) ?? local;

    public void Load(TraceRequest request, int firstBlock, int blocks)
    {
        if (exchange.Brings(request, rank)) exchange.MakeRoom(request, firstBlock, blocks);
        else host!.Load(request, firstBlock, blocks);
    }

    public void StepLaunched(ScheduledStep step, SimTime start, SimTime end) => exchange.StepLaunched(rank, step, start, end);

    public void BlocksFilled(TraceRequest request, int first, int end) => host?.Store(request, first, end);
}
