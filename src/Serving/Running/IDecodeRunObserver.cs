namespace DeepStack.Sim.Serving.Running;

/// <summary>An observer that is content to hear of a run of equal decode steps once; only then are they merged.</summary>
public interface IDecodeRunObserver : IServingObserver
{
    /// <summary>Several steps ended, in each of which the same sequences decoded one token; nobody arrived, left or was preempted.</summary>
    /// <param name="replica">The rank, from 0.</param>
    /// <param name="run">The run; valid during the call.</param>
    void DecodeRunEnded(int replica, DecodeRun run);
}
