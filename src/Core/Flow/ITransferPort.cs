using DeepStack.Sim.Core.Events;

namespace DeepStack.Sim.Core.Flow;

/// <summary>A door behind which transfers are carried out: a memory, a shared buffer, a link.</summary>
public interface ITransferPort
{
    /// <summary>Accepts a transfer; never refuses, so whoever submits bounds what it has under way by credits or buffers of its own.</summary>
    /// <param name="transfer">What moves.</param>
    /// <param name="whenDone">Called when the last byte has arrived (read) or been taken over (write).</param>
    /// <param name="payload">Handed to <paramref name="whenDone"/>.</param>
    void Submit(in Transfer transfer, IEventHandler whenDone, long payload);
}
