import COS from './index.js';

export default COS;
export const { CosError, CosClientError, CosServiceError } = COS;
export const { Kind, Reason, CodeSource, Responder, Retry, Lost, LogLevel } = COS;
export { COS };
