"""The Deno kernel says that it is idle before its last output has left it: a cell that has shown nothing yet is given two seconds more."""
from queue import Empty

from nbclient.util import ensure_async
from nbconvert.preprocessors import ExecutePreprocessor


class PatientExecute(ExecutePreprocessor):
    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        await super()._async_poll_output_msg(parent_msg_id, cell, cell_index)
        while not cell.outputs and 'silent' not in cell.metadata.get('tags', []):
            try:
                message = await ensure_async(self.kc.iopub_channel.get_msg(timeout=2))
            except Empty:
                return
            if message['parent_header'].get('msg_id') == parent_msg_id:
                self.process_message(message, cell, cell_index)
